# What was left in a letter by mistake goes back to its author, who may insist.
policy libra-children-services
staff Ada Coordinator <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  Write to me at ada@libra.example, please.
                      << letter directive-error to coordinator; says your own address; says #send anyway
Mon 2020-11-09 11:00  >> reply from coordinator to handler-notice
                      |  #send anyway
                      |  Write to me at ada@libra.example, please.
                      << letter relay to p@mail.example; says Write to me
                      << letter directive-done to coordinator; says recorded
