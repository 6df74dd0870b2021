# The complainant writes from another address. They are asked at the address on record, and their yes lets the mail in.
policy libra-children-services
staff Ada <ada@libra.example> coordinator
staff Olu Officer <olu@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Tue 2020-11-03 17:20  >> reply from p@mail.example to acknowledgement (as pat@work.example)
                      |  It was forty minutes, and it rained.
                      << letter confirm-address to p@mail.example; says LC-2020-0001; says on Tuesday 3 November 2020 at 17:20; says YES; never pat; never rained
                      << letter admin-notice to admin; says asked, at the address on record; never rained
                      << pen asked, at the address on record; likely LC-2020-0001
                      << message reply; case none

# Neither the other address nor a forger's yes confirms anything: the question went to the address on record alone.
Tue 2020-11-03 17:30  >> reply from p@mail.example to confirm-address (as pat@work.example)
                      |  Yes
                      << letter admin-notice to admin; says asked about that address before
Tue 2020-11-03 17:31  >> reply from p@mail.example to confirm-address (automatic)
                      |  Yes, I am away until Monday.
                      << message auto-reply
Tue 2020-11-03 17:32  >> reply from p@mail.example to acknowledgement
                      |  Yes
                      << letter handler-notice to coordinator; says Yes
                      << pen asked, at the address on record; likely LC-2020-0001

# Who answers what nobody can be sure of is read by a person, and can answer again.
Tue 2020-11-03 18:00  >> reply from p@mail.example to confirm-address
                      |  Yes, I got it, but it was not me, I think it was my husband. Is that all right?
                      << letter handler-notice to coordinator; says it is not certain what they say; says my husband
                      << pen asked, at the address on record; likely LC-2020-0001
# The mail counts as of its own receipt. Of the answer itself nobody needs to hear.
Tue 2020-11-03 18:30  >> reply from p@mail.example to confirm-address
                      |  Hello,
                      |
                      |  Yes, that was me.
                      |
                      |  Thank you
                      |  P
                      << letter handler-notice to coordinator; says it rained; says pat@work.example; says from the address on record, that it is theirs; says Of the next one
                      << message reply; case LC-2020-0001
                      << stage stage-1; status open; tags none

# They did not say which address: the next mail from there is asked about anew. This time they name it.
Wed 2020-11-04 09:00  >> reply from p@mail.example to acknowledgement (as pat@work.example)
                      |  And my son was hungry.
                      << letter confirm-address to p@mail.example; says on Wednesday 4 November 2020 at 09:00
                      << letter admin-notice to admin
Wed 2020-11-04 09:05  >> reply from p@mail.example to confirm-address
                      |  #yes
                      |  pat@work.example
                      << letter handler-notice to coordinator; says hungry; says Mail from there is theirs from now on
Wed 2020-11-04 09:10  >> reply from p@mail.example to acknowledgement (as Pat@Work.example)
                      |  His coat is lost, too.
                      << letter handler-notice to coordinator; says coat
                      << message reply; case LC-2020-0001
# What is sent goes to the address on record, whatever they write from.
Mon 2020-11-09 09:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  Findings: it was on time.
                      << letter outcome to p@mail.example; by 2020-11-23
                      << letter directive-done to coordinator
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome (as pat@work.example): Appeal
                      |  No.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to complaints_officer
                      << stage stage-2; tags appeal
