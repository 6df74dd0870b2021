# Nobody says whether a reply is an appeal: at the end of the window it counts as one, before the case would close.
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
                      << status decided; tags perhaps-appeal
Mon 2020-11-23 23:59:59  >> clock
                      << status decided
Tue 2020-11-24 00:00  >> clock
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer; says it was dark; says It was late
                      << stage stage-2; status open; tags appeal
                      << deadline appeal stage-1 2020-11-23; met
