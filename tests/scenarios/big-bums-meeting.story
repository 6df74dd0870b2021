# Stage 3: a review by two, one of them independent and neither a decider before (BB-3.1), and a meeting within 28 days
# with both and the Complaints Contact (BB-3.2).
# clause: BB-3.1, BB-3.2
policy big-bums-little-bums
staff Lea Contact <lea@bb.example> complaints_lead, reviewer
staff Ola Officer <ola@bb.example> complaints_officer
staff Ina Represent <ina@bb.example> independent_representative
staff Rex Review <rex@bb.example> reviewer away 2020-11-01/2020-11-20

Mon 2020-11-02 09:30  >> mail from p@mail.example: My son came home wet
                      |  Nobody had changed him since noon.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to lea@bb.example
Tue 2020-11-03 10:00  >> reply from lea@bb.example to handler-notice
                      |  #outcome not upheld
                      |  He was changed at two.
                      << letter outcome to p@mail.example
                      << letter directive-done to lea@bb.example
Wed 2020-11-04 10:00  >> reply from lea@bb.example to handler-notice
                      |  #stage stage-3
                      << letter acknowledgement to p@mail.example; by 2020-12-02; says meeting
                      << letter handler-notice to lea@bb.example
                      << letter handler-notice to ina@bb.example
                      << letter directive-done to lea@bb.example
                      << stage stage-3; handlers lea@bb.example, ina@bb.example
                      << deadline meet stage-3 2020-12-02; source BB-3.2; open

# Rex is away, so Lea got it, who decided stage 1: she may not answer again.
Thu 2020-11-05 09:00  >> reply from lea@bb.example to handler-notice
                      |  #outcome upheld
                      |  I think again.
                      << letter directive-error to lea@bb.example; says BB-3.1; says #panel Ina Represent, Rex Review
                      << status open; outcome none
Thu 2020-11-05 09:01  >> reply from ina@bb.example to handler-notice
                      |  #panel Lea Contact, Ina Represent
                      << letter directive-error to ina@bb.example; says Lea Contact cannot sit on it; says decided
Thu 2020-11-05 09:02  >> reply from ina@bb.example to handler-notice
                      |  #panel Rex Review, Ina Represent
                      << letter handler-notice to rex@bb.example; says named to the panel
                      << letter directive-done to ina@bb.example

# Too late is refused with the date; past is refused; within the limit all four are invited, without a time for a day.
Thu 2020-11-05 10:00  >> reply from ina@bb.example to handler-notice
                      |  #meeting 3 December 2020 10:00, Office
                      << letter directive-error to ina@bb.example; says Wednesday 2 December 2020; says #extend 3 December 2020
Thu 2020-11-05 10:01  >> reply from ina@bb.example to handler-notice
                      |  #meeting 4 November 2020
                      << letter directive-error to ina@bb.example; says is past
Thu 2020-11-05 10:02  >> reply from ina@bb.example to handler-notice
                      |  #meeting 2 December 2020
                      << letter meeting-invitation to p@mail.example; by 2020-12-02; file meeting.ics
                      << letter meeting-invitation to rex@bb.example; by 2020-12-02; file meeting.ics
                      << letter meeting-invitation to ina@bb.example; by 2020-12-02; file meeting.ics
                      << letter meeting-invitation to lea@bb.example; by 2020-12-02; file meeting.ics
                      << letter directive-done to ina@bb.example
                      << deadline meet stage-3 2020-12-02; met

# Called off: everybody is told, and the meeting is owed again.
Fri 2020-11-06 10:00  >> reply from ina@bb.example to handler-notice
                      |  #meeting cancelled
                      |  We are sorry: the office is flooded.
                      << letter meeting-invitation to p@mail.example; subject Cancelled; by 2020-12-02; says flooded; file meeting.ics
                      << letter meeting-invitation to rex@bb.example; subject Cancelled
                      << letter meeting-invitation to ina@bb.example; subject Cancelled
                      << letter meeting-invitation to lea@bb.example; subject Cancelled
                      << letter directive-done to ina@bb.example; says owed again
                      << deadline meet stage-3 2020-12-02; open
Fri 2020-11-06 11:00  >> reply from ina@bb.example to handler-notice
                      |  #meeting 1 December 2020 09:00, Town Hall
                      << letter meeting-invitation to p@mail.example; by 2020-12-01; subject Invitation; never changed
                      << letter meeting-invitation to rex@bb.example
                      << letter meeting-invitation to ina@bb.example
                      << letter meeting-invitation to lea@bb.example
                      << letter directive-done to ina@bb.example
                      << deadline meet stage-3 2020-12-02; met
Wed 2020-12-02 10:00  >> reply from ina@bb.example to handler-notice
                      |  #outcome upheld
                      |  The review finds for you.
                      << letter outcome to p@mail.example; says final decision
                      << letter directive-done to ina@bb.example
                      << stage stage-3; status closed; outcome upheld
