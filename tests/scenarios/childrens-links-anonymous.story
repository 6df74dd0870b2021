# An anonymous complaint is recorded and considered, and no letter goes to nobody (CL-4.6); how a complaint came is recorded.
# clause: CL-4.6
policy childrens-links
staff Mia Manager <mia@cl.example> complaints_manager
staff Vol Unteer <vol@cl.example> trustee

Mon 2020-11-02 16:00  >> mail from vol@cl.example: a note in the box
                      |  #new anonymous, by letter
                      |  The note says that the door is locked at noon.
                      << letter confirm-sender to vol@cl.example; says Nothing would be sent
Mon 2020-11-02 16:05  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter handler-notice to mia@cl.example; says gives no name; says was not known; says locked at noon; never phone
                      << letter directive-done to vol@cl.example
                      << cases 1; stage complaint; status open; channel letter; address none; received 2020-11-02 16:00
                      << deadline respond complaint 2020-12-10; open
                      << deadline none complaint acknowledge
Tue 2020-11-03 09:00  >> reply from mia@cl.example to handler-notice
                      |  #question
                      |  Which door?
                      << letter directive-error to mia@cl.example; says no address
Wed 2020-11-04 09:00  >> reply from mia@cl.example to handler-notice
                      |  #outcome partly upheld
                      |  The front door was locked on Friday. Nothing more was known.
                      << letter directive-done to mia@cl.example; says Nobody can be written to
                      << status closed; outcome partly-upheld

Thu 2020-11-05 09:00  >> mail from vol@cl.example: Sam came
                      |  #new Sam Brook <s@mail.example>, in person
                      |  The bell is broken.
                      << letter confirm-sender to vol@cl.example; says s@mail.example
Thu 2020-11-05 09:05  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to s@mail.example
                      << letter handler-notice to mia@cl.example; says Sam Brook
                      << letter directive-done to vol@cl.example
                      << case LC-2020-0002; channel person; name Sam Brook
