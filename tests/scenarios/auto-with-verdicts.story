# "auto" where our own mail server stamps its verdicts: the answer to a notice and the verdict together are enough.
policy libra-children-services
set require auto
set authserv_id = ["mx.office.example"]
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
# Neither alone, nor somebody else's stamp.
Mon 2020-11-02 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was on time.
                      << letter directive-error to coordinator; says could not make sure; never It was on time
Mon 2020-11-02 10:01  >> reply from coordinator to handler-notice (stamped mx.evil.example)
                      |  #outcome not upheld
                      |  It was on time.
                      << letter directive-error to coordinator; says could not make sure
Mon 2020-11-02 10:02  >> mail from coordinator (stamped mx.office.example): [LC-2020-0001] done
                      |  #outcome not upheld
                      |  It was on time.
                      << letter directive-error to coordinator; says could not make sure
                      << status open; outcome none
Mon 2020-11-02 10:03  >> reply from coordinator to handler-notice (stamped mx.office.example)
                      |  #outcome not upheld
                      |  It was on time.
                      << letter outcome to p@mail.example; by 2020-11-16
                      << letter directive-done to coordinator
                      << status decided
# A new complaint answers no notice: the verdict opens it, and without one it is confirmed.
Tue 2020-11-03 10:00  >> mail from coordinator (stamped mx.office.example): rang
                      |  #new Kit Lane <k@mail.example>
                      |  Kit rang.
                      << letter acknowledgement to k@mail.example
                      << letter handler-notice to coordinator; says Kit rang
                      << letter directive-done to ada@libra.example
                      << cases 2; channel phone; name Kit Lane
Tue 2020-11-03 10:01  >> mail from coordinator: rang
                      |  #new Kit Lane <k@mail.example>
                      |  Kit rang again.
                      << letter confirm-sender to coordinator
                      << cases 2
