# Libra: an investigator is to be assigned, which #assign does; what an answer promises is tracked until it is done.
# clause: LC-4.3, LC-8.2
policy libra-children-services
set require token

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover was late again
                      |  The handover was forty minutes late and nobody told me.
                      << letter acknowledgement to p@mail.example; by 2020-11-30; never investigator
                      << letter handler-notice to coordinator; says Assign an investigator; says LC-4.3; says #done 1
Tue 2020-11-03 10:00  >> reply from coordinator to handler-notice
                      |  #assign senior_practitioner@office.example
                      << letter handler-notice to senior_practitioner; never Assign an investigator
                      << letter directive-done to coordinator
Wed 2020-11-04 10:00  >> reply from coordinator to handler-notice
                      |  #done 1
                      << letter directive-error to coordinator; says was done on Tuesday 3 November 2020
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  #action a second worker on Saturdays by 16 December 2020
                      |  #lesson ring families who wait
                      |  Findings: the bus was late.
                      |  Actions: a second worker on Saturdays.
                      << letter outcome to p@mail.example; by 2020-11-23; never lesson
                      << letter directive-done to coordinator; says Task 2; says 16 December 2020; says lesson is kept
                      << status decided
Tue 2020-11-24 00:00:01  >> clock
                      << status closed
# The case is closed, but the promise is owed: once, on the morning of its day.
Wed 2020-12-16 08:00  >> clock
                      << letter reminder to coordinator; says a second worker on Saturdays; says #done 2; never #outcome
Thu 2020-12-17 08:00  >> clock
Thu 2020-12-17 09:00  >> reply from coordinator to reminder
                      |  #done 2
                      << letter directive-done to coordinator; says a second worker
