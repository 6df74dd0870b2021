# Libra's last stage: a panel of three Committee members, none involved before (LC-6.2), and a meeting (LC-6.3).
# clause: LC-6.2, LC-6.3
policy libra-children-services
staff Cora Chair <cora@libra.example> chair
staff Ada Able <ada@libra.example> coordinator, committee_member
staff Olly Officer <olly@libra.example> complaints_officer
staff Ben Brown <ben@libra.example> committee_member
staff Cy Clark <cy@libra.example> committee_member
staff Di Dunn <di@libra.example> committee_member

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover was late again
                      |  The handover was forty minutes late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Tue 2020-11-03 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  The bus was late.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Wed 2020-11-04 10:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer
Thu 2020-11-05 10:00  >> reply from complaints_officer to handler-notice
                      |  #outcome not upheld
                      |  Reasons: the bus was late.
                      |  Actions: none
                      << letter outcome to p@mail.example
                      << letter directive-done to complaints_officer
Fri 2020-11-06 10:00  >> reply from p@mail.example to outcome: Appeal
                      << letter acknowledgement to p@mail.example; says last step
                      << letter handler-notice to chair
                      << stage stage-3; status open; handlers chair

# Two are too few; Ada handled stage one; Olly is no Committee member.
Mon 2020-11-09 09:01  >> reply from chair to handler-notice
                      |  #panel Ben Brown, Cy Clark
                      << letter directive-error to chair; says 2 people are named; says has 3 members
Mon 2020-11-09 09:02  >> reply from chair to handler-notice
                      |  #panel Ben Brown, Cy Clark, Ada Able
                      << letter directive-error to chair; says Ada Able cannot sit on it; says Stage One; says LC-6.2
Mon 2020-11-09 09:03  >> reply from chair to handler-notice
                      |  #panel Ben Brown, Cy Clark, olly@libra.example
                      << letter directive-error to chair; says Olly Officer cannot sit on it
Mon 2020-11-09 09:04  >> reply from chair to handler-notice
                      |  #panel Ben Brown, Cy Clark and di@libra.example
                      << letter handler-notice to ben@libra.example; says named to the panel; says forty minutes; says LC-2020-0001
                      << letter handler-notice to cy@libra.example
                      << letter handler-notice to di@libra.example
                      << letter directive-done to chair; says Ben Brown, Cy Clark, Di Dunn
                      << status open; handlers chair

Mon 2020-11-09 11:00  >> reply from chair to handler-notice
                      |  #meeting 24 November 2020 10:00, Family Centre, Room 2
                      |  The panel would like to hear you. Bring whom you like.
                      << letter meeting-invitation to p@mail.example; by 2020-11-24; says 10:00; says Family Centre, Room 2; says Bring whom you like; file meeting.ics; never Ben; never Cora
                      << letter meeting-invitation to ben@libra.example; by 2020-11-24; says tell Cora Chair directly; file meeting.ics; never p@mail.example
                      << letter meeting-invitation to cy@libra.example; file meeting.ics
                      << letter meeting-invitation to di@libra.example; file meeting.ics
                      << letter directive-done to chair; says Tuesday 24 November 2020, 10:00

# The complainant cannot come that day: the same line again is a change. A member cannot speak for the panel, but note.
Tue 2020-11-10 08:00  >> reply from p@mail.example to meeting-invitation
                      |  I work on Tuesdays.
                      << letter handler-notice to chair; says I work on Tuesdays
Tue 2020-11-10 09:00  >> reply from chair to handler-notice
                      |  #meeting 26 November 2020 18:30, Family Centre
                      << letter meeting-invitation to p@mail.example; subject Changed; by 2020-11-26; says 18:30; file meeting.ics
                      << letter meeting-invitation to ben@libra.example; by 2020-11-26
                      << letter meeting-invitation to cy@libra.example
                      << letter meeting-invitation to di@libra.example
                      << letter directive-done to chair
Tue 2020-11-10 10:00  >> reply from ben@libra.example to handler-notice
                      |  #outcome upheld
                      |  Reasons: x
                      |  Actions: y
                      << letter directive-error to ben@libra.example; says Cora Chair
Tue 2020-11-10 10:01  >> reply from ben@libra.example to handler-notice
                      |  #note
                      |  I have read it all.
                      << letter directive-done to ben@libra.example

Fri 2020-11-27 09:00  >> reply from chair to handler-notice
                      |  #outcome upheld
                      |  Reasons: the panel agrees with you.
                      |  Actions: a new rota.
                      << letter outcome to p@mail.example; says NACCC; says final decision
                      << letter directive-done to chair
                      << stage stage-3; status closed; outcome upheld
Sat 2020-11-28 09:00  >> reply from chair to handler-notice
                      |  #meeting 30 November 2020
                      << letter directive-error to chair; says is closed
