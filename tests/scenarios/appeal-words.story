# What in a subject is an appeal, and what is not. Nothing that is in doubt is lost: the handler gets it.
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Please review my appeal
                      |  It was late. I am dissatisfied.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
                      << stage stage-1; tags none
# Before any answer there is nothing to appeal against.
Tue 2020-11-03 09:00  >> reply from p@mail.example to acknowledgement: Appeal
                      << letter handler-notice to coordinator; says appeal
                      << stage stage-1; status open; tags none
                      << message reply
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  To appeal, escalate or ask for a review write to us.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome
                      |  I shall not appeal this, thank you.
                      << letter handler-notice to coordinator; says thank you
                      << status decided; tags none
                      << message reply
Tue 2020-11-10 09:01  >> reply from p@mail.example to outcome: I do not wish to appeal
                      << letter handler-notice to coordinator
                      << status decided; tags none
Tue 2020-11-10 09:02  >> reply from p@mail.example to outcome: The appealing smell of the previewed reviewers
                      << letter handler-notice to complaints_officer; says Stage Two
                      << letter acknowledgement to p@mail.example
                      << stage stage-2; tags appeal
