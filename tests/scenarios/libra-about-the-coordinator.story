# LC-4.6: a complaint that names the Coordinator goes to the Complaints Officer; the Coordinator sees nothing of it.
# clause: LC-4.6
policy libra-children-services
staff Ada Byron <ada@libra.example> coordinator
staff Cora Finch <cora@libra.example> complaints_officer
staff Lena Marsh <lena@libra.example> senior_leader

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  Ada shouted at my son. The word is magpie.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to cora@libra.example; says #about nobody
                      << stage stage-1; handlers cora@libra.example
Mon 2020-11-02 11:00  >> reply from cora@libra.example to handler-notice
                      |  #about coordinator
                      << letter directive-done to cora@libra.example
                      << handlers cora@libra.example
Tue 2020-11-03 09:00  >> reply from p@mail.example to acknowledgement
                      |  One more magpie.
                      << letter handler-notice to cora@libra.example
Wed 2020-11-04 09:00  >> reply from cora@libra.example to handler-notice
                      |  #assign ada@libra.example
                      << letter directive-error to cora@libra.example; says cannot go there
Thu 2020-11-05 09:00  >> reply from cora@libra.example to handler-notice
                      |  #outcome upheld
                      |  Findings: she did.
                      |  Actions: we are sorry.
                      << letter outcome to p@mail.example
                      << letter directive-done to cora@libra.example
                      << status decided
