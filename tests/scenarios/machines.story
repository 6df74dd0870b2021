# Machines are filed and never answered; a letter that came back is told to people; a second delivery is the same mail.
policy libra-children-services
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-02 09:31  >> again
                      << cases 1
                      << message duplicate
Mon 2020-11-02 09:32  >> reply from p@mail.example to acknowledgement (automatic)
                      |  I am on holiday.
                      << message auto-reply
Mon 2020-11-02 09:33  >> reply from coordinator to handler-notice (automatic): Automatic reply: New complaint
                      |  I am on holiday.
                      << message auto-reply
# No mark of a machine, only its words: it does not go to the family as if it were an answer.
Mon 2020-11-02 09:34  >> reply from coordinator to handler-notice: I am out of the office until Monday
                      |  I am out of the office until Monday. In urgent cases ring the centre.
                      << letter admin-notice to admin
                      << pen may be a machine's; likely LC-2020-0001
# What an office answers to whoever writes to it, one of our own staff may write to the family.
Mon 2020-11-02 09:34  >> reply from coordinator to handler-notice
                      |  Thank you for your email. We will look into it and get back to you within a week.
                      << letter relay to p@mail.example
Mon 2020-11-02 09:35  >> mail from robot@mail.example (automatic): Automatic reply: hello
                      |  I am away.
                      << cases 1
                      << message auto-reply
Mon 2020-11-02 09:36  >> mail from no-reply@shop.example: Your order
                      |  It has been sent.
                      << letter admin-notice to admin
                      << cases 1

Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was on time.
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to coordinator
Mon 2020-11-09 10:01  >> again
                      << message duplicate
                      << status decided
# An absence notice under our subject with an appeal word is still a machine's.
Mon 2020-11-09 10:02  >> reply from p@mail.example to outcome (automatic): Automatic reply: appeal
                      |  I am on holiday.
                      << status decided; stage stage-1; tags none
Mon 2020-11-09 10:05  >> bounce of outcome to p@mail.example
                      << letter admin-notice to admin; says LC-2020-0001; says outcome
                      << letter admin-notice to coordinator; says LC-2020-0001
                      << message bounce; case LC-2020-0001
                      << status decided; tags undeliverable
Mon 2020-11-09 10:06  >> bounce of outcome to p@mail.example
                      << message bounce
# A notice that came back is told to the admin.
Mon 2020-11-09 10:07  >> bounce of directive-done to coordinator
                      << letter admin-notice to admin
                      << message bounce
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome: Appeal
                      |  It arrived after all.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer
Tue 2020-11-10 09:01  >> again
                      << message duplicate
                      << stage stage-2; tags appeal, undeliverable
