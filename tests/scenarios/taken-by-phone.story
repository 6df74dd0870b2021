# A complaint taken by phone is entered by mail for the person who rang: with an address, and without one.
policy childrens-links
set require confirm
staff Mia Manager <mia@cl.example> complaints_manager
staff Vol Unteer <vol@cl.example> trustee

Mon 2020-11-02 16:00  >> mail from vol@cl.example: somebody rang
                      |  #new Pat Rivers <p@mail.example>
                      |  Pat rang at noon: the door was locked.
                      |
                      |  --
                      |  Vol, trustee
                      << letter confirm-sender to vol@cl.example; says p@mail.example
                      << pen none
Tue 2020-11-03 11:00  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to p@mail.example; by 2020-12-10; says LC-2020-0001; never locked
                      << letter handler-notice to mia@cl.example; says door was locked; says Pat Rivers; never Vol, trustee
                      << letter directive-done to vol@cl.example
                      << cases 1; stage complaint; status open; channel phone; name Pat Rivers; address p@mail.example; received 2020-11-02 16:00
                      # 3, 4, 5, 6, 9 November; 28 working days end on 10 December
                      << deadline acknowledge complaint 2020-11-09; met
                      << deadline respond complaint 2020-12-10; open
# The second #yes enters nothing.
Tue 2020-11-03 11:01  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter directive-error to vol@cl.example
                      << cases 1
# Pat answers by mail, and is known.
Wed 2020-11-04 09:00  >> reply from p@mail.example to acknowledgement
                      |  And the bell is broken.
                      << letter handler-notice to mia@cl.example; says bell
                      << cases 1

Thu 2020-11-05 09:00  >> mail from vol@cl.example: somebody came
                      |  #new Sam Brook
                      |  Sam came in. The bell is broken.
                      << letter confirm-sender to vol@cl.example; says Nothing would be sent
Thu 2020-11-05 09:30  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter handler-notice to mia@cl.example; says bell is broken; says left no mail address
                      << letter directive-done to vol@cl.example
                      << cases 2; case LC-2020-0002; stage complaint; channel phone; name Sam Brook; address none
                      << deadline none complaint acknowledge
# Nothing can be sent to Sam; a note can be kept, and the outcome closes the case.
Thu 2020-11-05 10:00  >> reply from mia@cl.example to handler-notice (about LC-2020-0002)
                      |  Dear Sam, thank you.
                      << letter directive-error to mia@cl.example; says no address
Thu 2020-11-05 10:01  >> reply from mia@cl.example to handler-notice (about LC-2020-0002)
                      |  #outcome upheld
                      |  I rang Sam: a new bell comes.
                      << letter confirm-sender to mia@cl.example
Thu 2020-11-05 10:02  >> reply from mia@cl.example to confirm-sender
                      |  #yes
                      << letter directive-done to mia@cl.example
                      << case LC-2020-0002; status closed; outcome upheld

Fri 2020-11-06 09:00  >> mail from vol@cl.example: forgot
                      |  #new Kit Lane <k@mail.example>
                      << letter directive-error to vol@cl.example; says no text
Fri 2020-11-06 09:01  >> mail from vol@cl.example: forgot
                      |  #new
                      |  They rang.
                      << letter directive-error to vol@cl.example; says #new Pat Rivers
# A family's mail, forwarded with #new on top: the forwarded mail is the complaint.
Mon 2020-11-09 09:00  >> mail from vol@cl.example: Fwd: The steps
                      |  #new Kit Lane <k@mail.example>
                      |
                      |  ---------- Forwarded message ---------
                      |  From: Kit Lane <k@mail.example>
                      |  Date: Sun, 8 Nov 2020 at 20:11
                      |  Subject: The steps
                      |  To: Vol Unteer <vol@cl.example>
                      |
                      |  I fell on the icy steps.
                      |
                      |  --
                      |  Kit
                      << letter confirm-sender to vol@cl.example; says k@mail.example
Mon 2020-11-09 09:05  >> reply from vol@cl.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to k@mail.example; never the icy steps
                      << letter handler-notice to mia@cl.example; says I fell on the icy steps
                      << letter directive-done to vol@cl.example
                      << cases 3; name Kit Lane; address k@mail.example
# Somebody who is not staff enters nothing for others: it is a complaint of their own.
Tue 2020-11-10 09:00  >> mail from q@mail.example: help
                      |  #new Eve <eve@mail.example>
                      |  Nobody answers the phone.
                      << letter acknowledgement to q@mail.example
                      << letter handler-notice to mia@cl.example
                      << cases 4; channel email; address q@mail.example
