# The family's files go to those who deal with the case, also at a later stage; staff's own go with their letter.
policy libra-children-services
set require confirm

Mon 2020-11-02 09:30  >> mail from p@mail.example (file photo.pdf): Handover
                      |  It was late, see the photo.
                      << letter acknowledgement to p@mail.example; file none
                      << letter handler-notice to coordinator; file photo.pdf; says photo.pdf
Tue 2020-11-03 09:00  >> reply from p@mail.example to acknowledgement (file second.pdf)
                      |  One more.
                      << letter handler-notice to coordinator; file second.pdf
Wed 2020-11-04 09:00  >> reply from coordinator to handler-notice (file answer.pdf)
                      |  #outcome not upheld
                      |  See the log.
                      << letter confirm-sender to coordinator
Wed 2020-11-04 09:01  >> reply from coordinator to confirm-sender
                      |  #yes
                      << letter outcome to p@mail.example; file answer.pdf; says See the log
                      << letter directive-done to coordinator; file none
Thu 2020-11-05 09:00  >> reply from p@mail.example to outcome (file third.pdf): Appeal
                      |  The log is wrong.
                      << letter acknowledgement to p@mail.example; file none
                      << letter handler-notice to complaints_officer; file third.pdf photo.pdf; says It was late
Fri 2020-11-06 09:00  >> reply from complaints_officer to handler-notice
                      |  #assign chair@office.example
                      << letter confirm-sender to complaints_officer
Fri 2020-11-06 09:01  >> reply from complaints_officer to confirm-sender
                      |  #yes
                      << letter handler-notice to chair; file third.pdf photo.pdf
                      << letter directive-done to complaints_officer
