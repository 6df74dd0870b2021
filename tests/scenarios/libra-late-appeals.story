# An appeal one second late waits for a person: this one is accepted. The next comes after the case closed, and is not.
# clause: LC-5.1, LC-6.1, LC-6.4
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was on time.
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to coordinator
Tue 2020-11-24 00:00  >> reply from p@mail.example to outcome: Appeal
                      |  I was away.
                      << letter appeal-late to p@mail.example; by 2020-11-23
                      << letter handler-notice to coordinator; says I was away; says #accept
                      << stage stage-1; status open; outcome not-upheld; tags late; handlers coordinator
                      << message appeal
Thu 2020-11-26 14:00  >> reply from coordinator to handler-notice
                      |  #accept
                      << letter acknowledgement to p@mail.example; by 2020-12-24; says decided to accept
                      << letter handler-notice to complaints_officer; says I was away; says It was late
                      << letter directive-done to coordinator
                      << stage stage-2; status open; outcome none; tags appeal, late
                      # The clocks of stage 2 start with the #accept.
                      << deadline acknowledge stage-2 2020-12-03; source LC-5.2; met
                      << deadline respond stage-2 2020-12-24; source LC-5.3; open
Thu 2020-12-10 09:00  >> reply from complaints_officer to handler-notice
                      |  #outcome not upheld
                      |  Reasons: as before.
                      |  Actions: none
                      << letter outcome to p@mail.example; by 2020-12-24
                      << letter directive-done to complaints_officer
                      << deadline appeal stage-2 2020-12-24; source LC-6.1; open
# The window ends on Christmas Eve. The case closes without a word.
Thu 2020-12-24 23:59:59  >> clock
                      << status decided
Fri 2020-12-25 00:00  >> clock
                      << status closed; stage stage-2; outcome not-upheld
Mon 2021-01-04 09:00  >> reply from p@mail.example to outcome: Appeal, a happy new year
                      << letter appeal-late to p@mail.example; by 2020-12-24
                      << letter handler-notice to complaints_officer
                      << status open; stage stage-2; tags appeal, late
# It waits for a person, who is nudged after a week of nothing.
Mon 2021-01-11 08:00  >> clock
                      << letter reminder to complaints_officer
Mon 2021-01-11 09:00  >> reply from complaints_officer to handler-notice
                      |  #decline
                      << letter appeal-declined to p@mail.example
                      << letter directive-done to complaints_officer
                      << status closed; stage stage-2; tags appeal, late
