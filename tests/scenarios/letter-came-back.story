# A letter that came back is a task: until somebody has phoned or written by post, it is called to mind once.
policy libra-children-services
set require token

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  Findings: it was late.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Mon 2020-11-09 10:05  >> bounce of outcome to p@mail.example
                      << letter admin-notice to admin; says could not be delivered
                      << letter admin-notice to coordinator; says could not be delivered
                      << status decided; tags undeliverable
# Two working days; a task of its own, not another, where the same letter comes back again.
Mon 2020-11-09 10:06  >> bounce of outcome to p@mail.example
                      << message bounce
Wed 2020-11-11 08:00  >> clock
                      << letter reminder to coordinator; says The outcome did not reach the complainant by email: phone or write by post; never undelivered
Wed 2020-11-11 11:00  >> reply from coordinator to reminder
                      |  #done 2
                      << letter directive-done to coordinator; says did not reach
Thu 2020-11-12 08:00  >> clock
