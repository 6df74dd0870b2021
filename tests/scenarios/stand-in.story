# The handler goes on leave in the middle of a case: whoever acts in that place gets the mail, and can answer it.
policy libra-children-services
staff Ada <ada@libra.example> coordinator away 2020-11-10/2020-11-27
staff Olu <olu@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to ada@libra.example
                      << handlers ada@libra.example
Tue 2020-11-03 09:00  >> mail from olu@libra.example: [LC-2020-0001] mine
                      |  #outcome upheld
                      |  I like them.
                      << letter directive-error to olu@libra.example; says Ada
Thu 2020-11-12 09:00  >> reply from p@mail.example to acknowledgement
                      |  Hello?
                      << letter handler-notice to olu@libra.example; says Hello
Thu 2020-11-12 10:00  >> reply from olu@libra.example to handler-notice
                      |  Ada is on leave. You will have her answer in time.
                      |
                      |  --
                      |  Olu, Complaints Officer
                      << letter relay to p@mail.example; says Ada is on leave; never Olu, ; never #outcome
Thu 2020-11-26 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-11-30
Fri 2020-11-27 08:00  >> clock
                      << letter reminder to olu@libra.example; by 2020-11-30
Fri 2020-11-27 12:00  >> reply from olu@libra.example to reminder
                      |  #extend 4 December
                      |  Ada comes back on Monday.
                      << letter interim-update to p@mail.example; by 2020-12-04; says Ada comes back
                      << letter directive-done to olu@libra.example
                      << deadline respond stage-1 2020-12-04; source LC-4.5; open
# The new date reminds anew: the working days before Friday 4 December are Thursday 3 and Wednesday 2.
Wed 2020-12-02 08:00  >> clock
                      << letter reminder to ada@libra.example; by 2020-12-04
Sat 2020-12-05 08:00  >> clock
                      << letter breach-notice to ada@libra.example; by 2020-12-04
