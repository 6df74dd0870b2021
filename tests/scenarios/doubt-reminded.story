# A reply may be an appeal, and nobody says: who can is reminded on the last working day before it counts as one.
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was not.
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to coordinator
Wed 2020-11-11 09:00  >> reply from p@mail.example to outcome
                      |  I was there and it was dark.
                      << letter handler-notice to coordinator; says it was dark; by 2020-11-23
Fri 2020-11-20 07:59  >> clock
Fri 2020-11-20 08:00  >> clock
                      << letter reminder to coordinator; by 2020-11-23; says it was dark; says #appeal; says #not an appeal; says Stage Two
Sun 2020-11-22 12:00  >> clock
Mon 2020-11-23 09:00  >> reply from coordinator to reminder
                      |  #not an appeal
                      << letter directive-done to coordinator
                      << status decided; tags none
Tue 2020-11-24 00:00:01  >> clock
                      << status closed
