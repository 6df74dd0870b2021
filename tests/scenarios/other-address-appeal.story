# An appeal comes in time from a partner's address, and is confirmed when the window is over and the case closed.
# clause: LC-5.1
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  Findings: it was on time.
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to coordinator
Mon 2020-11-23 23:59:59 >> reply from p@mail.example to outcome (as sam@partner.example): APPEAL
                      |  We disagree, and I write for both of us.
                      << letter confirm-address to p@mail.example; never APPEAL; never disagree; never partner.example
                      << letter admin-notice to admin
                      << stage stage-1; status decided
Tue 2020-11-24 08:00  >> clock
                      << stage stage-1; status closed
Thu 2020-11-26 09:00  >> reply from p@mail.example to confirm-address
                      |  Yes
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer; says We disagree; says sam@partner.example; says It was late
                      << stage stage-2; status open; outcome none; tags appeal
                      # The clocks of stage 2 start with the appeal's own receipt.
                      << deadline acknowledge stage-2 2020-11-30; source LC-5.2; met
                      << deadline respond stage-2 2020-12-21; source LC-5.3; open
# A yes that is said once more changes nothing; whoever deals with the case sees what was decided.
Thu 2020-11-26 09:30  >> reply from p@mail.example to confirm-address
                      |  Yes!
                      << letter handler-notice to complaints_officer; says decided before
                      << stage stage-2; status open; tags appeal
# The yes can itself bring the appeal.
Mon 2020-12-14 10:00  >> reply from complaints_officer to handler-notice (first)
                      |  #outcome not upheld
                      |  Reasons: none.
                      |  Actions: none.
                      << letter outcome to p@mail.example; by 2020-12-28
                      << letter directive-done to complaints_officer
Tue 2020-12-15 10:00  >> reply from p@mail.example to outcome (as sam@partner.example)
                      |  What does this mean?
                      << letter confirm-address to p@mail.example
                      << letter admin-notice to admin
Tue 2020-12-15 11:00  >> reply from p@mail.example to confirm-address: APPEAL Re: [LC-2020-0001] Did this email come from you?
                      |  Yes
                      << letter handler-notice to complaints_officer; says What does this mean
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to chair
                      << stage stage-3; status open
