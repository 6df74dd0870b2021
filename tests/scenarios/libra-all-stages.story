# A complaint goes through all of Libra's three stages and ends; an appeal after the end gets the letter that says so.
# clause: LC-4.2, LC-4.5, LC-5.1, LC-5.2, LC-5.3, LC-5.4, LC-6.1, LC-6.2, LC-6.4, LC-7.1
policy libra-children-services
set require token
staff Ben Brown <ben@libra.example> committee_member
staff Cy Clark <cy@libra.example> committee_member

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover was late again
                      |  The handover was forty minutes late and nobody told me.
                      |  I would like an apology.
                      << letter acknowledgement to p@mail.example; by 2020-11-30; says LC-2020-0001; never forty minutes
                      << letter handler-notice to coordinator; says forty minutes late; says #outcome upheld
                      << stage stage-1; status open; outcome none; handlers coordinator
                      << deadline acknowledge stage-1 2020-11-09; source LC-4.2; met
                      << deadline respond stage-1 2020-11-30; source LC-4.5; open

Wed 2020-11-04 12:00  >> reply from p@mail.example to acknowledgement
                      |  One more thing: it also happened in October.
                      << letter handler-notice to coordinator; says October
                      << message reply

Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |
                      |  Dear Ms Rivers,
                      |
                      |  Findings: the bus was late.
                      |  Actions: none
                      |
                      |  --
                      |  Ada, Contact Coordinator
                      << letter outcome to p@mail.example; by 2020-11-23; says the bus was late; says APPEAL; never Contact Coordinator, ; never NACCC
                      << letter directive-done to coordinator
                      << stage stage-1; status decided; outcome not-upheld
                      << deadline respond stage-1 2020-11-30; met
                      << deadline appeal stage-1 2020-11-23; source LC-5.1; open

Mon 2020-11-23 23:59:59  >> reply from p@mail.example to outcome: APPEAL Re: our complaint
                      |  I do not agree.
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer; says I do not agree; says forty minutes late
                      << stage stage-2; status open; outcome none; tags appeal
                      << deadline acknowledge stage-2 2020-11-30; source LC-5.2; met
                      << deadline respond stage-2 2020-12-21; source LC-5.3; open
                      << message appeal

Fri 2020-12-11 09:00  >> reply from complaints_officer to handler-notice
                      |  #extend 8 January 2021
                      |  We are waiting for a statement of the agency.
                      << letter interim-update to p@mail.example; by 2021-01-08; says statement of the agency
                      << letter directive-done to complaints_officer
                      << deadline respond stage-2 2021-01-08; open

Wed 2021-01-06 08:00  >> clock
                      << letter reminder to complaints_officer; by 2021-01-08
Thu 2021-01-07 08:00  >> clock
                      << letter reminder to complaints_officer
Fri 2021-01-08 10:00  >> reply from complaints_officer to handler-notice
                      |  #outcome partly upheld
                      |  Reasons: you were not told.
                      << letter directive-error to complaints_officer; says Actions
                      << stage stage-2; status open; outcome none
Fri 2021-01-08 11:00  >> reply from complaints_officer to directive-error
                      |  #outcome partly upheld
                      |  Reasons: you were not told.
                      |  Actions: we ring you from now on.
                      << letter outcome to p@mail.example; by 2021-01-22; says in part; never NACCC
                      << letter directive-done to complaints_officer
                      << stage stage-2; status decided; outcome partly-upheld
                      << deadline respond stage-2 2021-01-08; met

Tue 2021-01-19 18:00  >> reply from p@mail.example to outcome: Please review this
                      << letter acknowledgement to p@mail.example; by 2021-02-16; says last step
                      << letter handler-notice to chair
                      << stage stage-3; status open; tags appeal
                      << deadline respond stage-3 2021-02-16; source LC-6.4; open

Wed 2021-01-20 09:00  >> reply from chair to handler-notice
                      |  #panel Ben Brown, Cy Clark, Chair
                      << letter handler-notice to ben@libra.example; says named to the panel
                      << letter handler-notice to cy@libra.example
                      << letter directive-done to chair
Mon 2021-02-15 09:00  >> reply from chair to handler-notice
                      |  #outcome upheld
                      |  Reasons: the panel agrees with you.
                      |  Actions: a new rota.
                      << letter outcome to p@mail.example; says NACCC; says final decision
                      << letter directive-done to chair
                      << stage stage-3; status closed; outcome upheld

Mon 2021-03-01 09:00  >> reply from p@mail.example to outcome: Appeal
                      << letter process-ended to p@mail.example; says NACCC
                      << stage stage-3; status closed
