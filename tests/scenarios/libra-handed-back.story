# LC-9.1: a suspicion errs on the side of the wall; whoever stands in hands the case back with one line.
# clause: LC-9.1
policy libra-children-services
staff Ada Byron <ada@libra.example> coordinator
staff Cora Finch <cora@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Heating
                      |  Dear Ada, the room was cold on Friday.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to cora@libra.example; says Ada Byron
                      << handlers cora@libra.example
Mon 2020-11-02 11:00  >> reply from cora@libra.example to handler-notice
                      |  #about nobody
                      << letter handler-notice to ada@libra.example; says hands it back
                      << letter directive-done to cora@libra.example
                      << handlers ada@libra.example
