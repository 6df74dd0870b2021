# Big Bums sets no last day for the next step: a reply in doubt counts as an appeal after 14 days.
policy big-bums-little-bums

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_lead
Tue 2020-11-03 10:00  >> reply from complaints_lead to handler-notice
                      |  #outcome not upheld
                      |  It was not.
                      << letter outcome to p@mail.example; says no fixed last day
                      << letter directive-done to complaints_lead
Wed 2020-11-11 09:00  >> reply from p@mail.example to outcome
                      |  I was there and it was dark.
                      << letter handler-notice to complaints_lead; says it was dark; by 2020-11-25
                      << status decided; tags perhaps-appeal
Fri 2020-11-20 09:00  >> reply from p@mail.example to outcome
                      |  Has anybody read this?
                      << letter handler-notice to complaints_lead; says Has anybody read this
Wed 2020-11-25 23:59:59  >> clock
                      << status decided
Thu 2020-11-26 00:00  >> clock
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer; says it was dark
                      << stage stage-2; status open; tags appeal
