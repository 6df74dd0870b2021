# Children's Links: feedback and praise are thanked and have no clock (CL-2.2); who complains is recorded (CL-5.1);
# and nothing is closed without an outcome (CL-4.2).
# clause: CL-2.2, CL-4.2, CL-5.1
policy childrens-links
staff Mia Manager <mia@cl.example> complaints_manager

Mon 2020-11-02 10:00  >> mail from p@mail.example: The new playroom
                      |  The new playroom is lovely.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to mia@cl.example; says #feedback; says #relation children-and-carers; never #close
                      << deadline respond complaint 2020-12-10; open
Mon 2020-11-02 14:00  >> reply from mia@cl.example to handler-notice
                      |  #close nothing to answer
                      << letter directive-error to mia@cl.example; says CL-4.2; says #feedback
                      << status open
Mon 2020-11-02 14:05  >> reply from mia@cl.example to handler-notice
                      |  #feedback praise
                      |  I told the team at lunch.
                      << letter thanks to p@mail.example; never lovely; never lunch
                      << letter directive-done to mia@cl.example; says is praise; says kept as a note
                      << status closed; outcome none
                      << deadline respond complaint 2020-12-10; ended
Fri 2020-12-11 08:00  >> clock
Fri 2020-12-11 09:00  >> mail from q@mail.example: The gate
                      |  Perhaps put a bell at the gate.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to mia@cl.example
Fri 2020-12-11 09:30  >> reply from mia@cl.example to handler-notice (about LC-2020-0002)
                      |  #relation neighbour
                      << letter directive-error to mia@cl.example; says #relation community
Fri 2020-12-11 09:40  >> reply from mia@cl.example to handler-notice (about LC-2020-0002)
                      |  #relation Community members
                      |  #feedback
                      << letter thanks to q@mail.example; never bell
                      << letter directive-done to mia@cl.example; says Community members; says is feedback
                      << case LC-2020-0002; status closed
# It was a complaint after all: it is entered as one, and has its clock.
Mon 2020-12-14 09:00  >> reply from q@mail.example to thanks
                      |  No. My daughter ran into the road because there is no bell.
                      << letter handler-notice to mia@cl.example; says ran into the road; says although the case is closed; says #new Q <q@mail.example>
Mon 2020-12-14 10:00  >> reply from mia@cl.example to handler-notice (about LC-2020-0002)
                      |  #new Quin Hill <q@mail.example>, by letter
                      |  There is no bell at the gate, and Quin's daughter ran into the road.
                      << letter confirm-sender to mia@cl.example
Mon 2020-12-14 10:05  >> reply from mia@cl.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to q@mail.example; never road
                      << letter handler-notice to mia@cl.example; says ran into the road
                      << letter directive-done to mia@cl.example
                      << cases 3; case LC-2020-0003; stage complaint; status open; name Quin Hill; channel letter
