# The complaints form, typed into a mail: what it leaves out is asked for once, in the acknowledgement, and never again.
# clause: LC-4.1, LC-10.1
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Complaints form
                      |  Full Name: Pat Rivers
                      |  Preferred method of contact: Email
                      |  Description of what happened:
                      |  The handover was late.
                      |
                      |  Nobody rang.
                      |  Why this caused concern: He stood in the rain.
                      |  What you would like LCS to consider or do:
                      << letter acknowledgement to p@mail.example; says what outcome you believe would resolve the issue
                      << letter handler-notice to coordinator; says Nobody rang.
                      << message form
# The answer to what was asked is a later mail like any other.
Tue 2020-11-03 09:00  >> reply from p@mail.example to acknowledgement
                      |  What you would like LCS to consider or do: Be on time.
                      << letter handler-notice to coordinator; says Be on time.
                      << message reply
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was the traffic.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  No.
                      << letter acknowledgement to p@mail.example; never It would help us to know more
                      << letter handler-notice to complaints_officer
                      << stage stage-2
