# A client that quotes without marks: neither our notice nor its lines go back to the family, and the lines still count.
policy libra-children-services
set require confirm
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was forty minutes late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Tue 2020-11-03 09:00  >> reply from coordinator to handler-notice (outlook)
                      |  #question
                      |  On which day was it?
                      |
                      |  Kind regards
                      |  Ada
                      << letter confirm-sender to coordinator; says On which day
Tue 2020-11-03 09:05  >> reply from coordinator to confirm-sender (outlook)
                      |  #yes
                      << letter question to p@mail.example; says On which day; says Kind regards Ada; never #question; never forty minutes; never Sent:; never How to answer
                      << letter directive-done to coordinator
Tue 2020-11-03 12:00  >> reply from p@mail.example to question (outlook)
                      |  On Friday.
                      << letter handler-notice to coordinator; says On Friday; never On which day
Tue 2020-11-03 13:00  >> reply from coordinator to handler-notice (outlook)
                      |  Thank you.
                      << letter confirm-sender to coordinator; says Thank you
Tue 2020-11-03 13:05  >> reply from coordinator to confirm-sender (outlook)
                      |  #yes
                      << letter relay to p@mail.example; says Thank you; never On Friday; never Confidential; never How to answer
Wed 2020-11-04 09:00  >> reply from coordinator to handler-notice (outlook)
                      |  #outcome upheld
                      |  Findings: you are right.
                      << letter confirm-sender to coordinator
Wed 2020-11-04 09:05  >> reply from coordinator to confirm-sender (outlook)
                      |  #yes
                      << letter outcome to p@mail.example; by 2020-11-18; never How to answer
                      << letter directive-done to coordinator
Wed 2020-11-18 09:00  >> reply from p@mail.example to outcome (outlook): APPEAL Re: our complaint
                      |  We do not agree.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer; says We do not agree; never you are right
                      << stage stage-2; tags appeal
