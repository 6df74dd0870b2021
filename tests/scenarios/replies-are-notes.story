# Where a plain reply is a note, nothing goes to the family without a line.
policy libra-children-services
set reply = "note"

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator; says kept as a note
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice
                      |  I have asked the driver.
                      << message staff-reply
                      << status open
Tue 2020-11-03 10:00  >> reply from coordinator to handler-notice
                      |  #outcome upheld
                      |  He was late.
                      << letter outcome to p@mail.example; says He was late
                      << letter directive-done to coordinator
