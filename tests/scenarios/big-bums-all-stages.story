# Big Bums and Little Bums: 5 days, then 28, then a meeting within 28. No time to appeal is set.
# clause: BB-1.1, BB-1.3, BB-2.1, BB-2.2, BB-2.3
policy big-bums-little-bums

Mon 2020-11-02 09:30  >> mail from p@mail.example: My son came home wet
                      |  Nobody had changed him since noon.
                      << letter acknowledgement to p@mail.example; by 2020-11-07; says Complaints Contact
                      << letter handler-notice to complaints_lead; says Apology; says Prevention; says Nobody had changed him
                      << stage stage-1; status open; handlers complaints_lead
                      << deadline none stage-1 acknowledge
                      << deadline respond stage-1 2020-11-07; source BB-1.1; open

# The last day is a Saturday: the working days before it are Friday and Thursday, the day after it is a Sunday.
Thu 2020-11-05 08:00  >> clock
                      << letter reminder to complaints_lead; by 2020-11-07
Fri 2020-11-06 08:00  >> clock
                      << letter reminder to complaints_lead
Sat 2020-11-07 23:59:59  >> clock
                      << deadline respond stage-1 2020-11-07; open
Sun 2020-11-08 07:59  >> clock
Sun 2020-11-08 08:00  >> clock
                      << letter breach-notice to complaints_lead; by 2020-11-07
                      << deadline respond stage-1 2020-11-07; missed

# A valid complaint gets an apology, an explanation and a correction (BB-1.3).
Mon 2020-11-09 10:00  >> reply from complaints_lead to breach-notice
                      |  #outcome upheld
                      |  Apology: we are sorry.
                      |  What happened: two of us were ill.
                      << letter directive-error to complaints_lead; says BB-1.3; says Correction; never Prevention.
                      << status open; outcome none
Mon 2020-11-09 10:30  >> reply from complaints_lead to directive-error
                      |  #outcome upheld
                      |  Apology: we are sorry.
                      |  What happened: two of us were ill.
                      |  CORRECTION: he is changed every two hours.
                      << letter outcome to p@mail.example; says we are sorry; says we uphold; says APPEAL; says no fixed last day
                      << letter directive-done to complaints_lead
                      << stage stage-1; status decided; outcome upheld
                      << deadline respond stage-1 2020-11-07; missed
                      << deadline none stage-1 appeal

Mon 2020-12-07 10:00  >> reply from p@mail.example to outcome: Re: I am dissatisfied
                      |  It happened again.
                      << letter acknowledgement to p@mail.example; by 2021-01-04; says Stage 2
                      << letter handler-notice to complaints_officer; says It happened again; says Nobody had changed him
                      << stage stage-2; status open; outcome none; tags appeal; handlers complaints_officer
                      << deadline acknowledge stage-2 2020-12-09 10:00; source BB-2.3; met
                      << deadline respond stage-2 2021-01-04; source BB-2.2; open

# The working days before Monday 4 January are Thursday 31 and Wednesday 30 December. Nobody looked on Wednesday:
# of the two reminders only the later goes.
Thu 2020-12-31 12:00  >> clock
                      << letter reminder to complaints_officer; by 2021-01-04
Fri 2021-01-01 12:00  >> clock
Mon 2021-01-04 16:00  >> reply from complaints_officer to handler-notice
                      |  #outcome not upheld
                      |  He was changed at two and at four.
                      << letter outcome to p@mail.example; says He was changed at two
                      << letter directive-done to complaints_officer
                      << stage stage-2; status decided; outcome not-upheld
                      << deadline respond stage-2 2021-01-04; met

Tue 2021-01-05 09:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; by 2021-02-02; says meeting; says last step
                      << letter handler-notice to reviewer; by 2021-02-02
                      << letter handler-notice to independent_representative; by 2021-02-02
                      << stage stage-3; status open; tags appeal; handlers reviewer, independent_representative
                      << deadline meet stage-3 2021-02-02; source BB-3.2; open
                      << deadline none stage-3 respond
Fri 2021-01-29 08:00  >> clock
                      << letter reminder to reviewer; by 2021-02-02; says meeting
                      << letter reminder to independent_representative; by 2021-02-02
Mon 2021-02-01 07:30  >> reply from reviewer to handler-notice
                      |  #outcome upheld
                      |  The review finds for you.
                      << letter outcome to p@mail.example; says final decision
                      << letter directive-done to reviewer
                      << stage stage-3; status closed; outcome upheld
# No meeting was held, and none is owed any more.
Wed 2021-02-03 08:00  >> clock
                      << deadline meet stage-3 2021-02-02; ended
Thu 2021-02-04 08:00  >> reply from p@mail.example to outcome: I escalate this. Escalation!
                      << letter process-ended to p@mail.example
                      << status closed
