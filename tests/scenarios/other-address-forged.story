# Somebody forges mail about a case again and again: its complainant is asked seldom, says no, and hears no more of it.
policy libra-children-services
staff Ada <ada@libra.example> coordinator
staff Olu Officer <olu@libra.example> complaints_officer

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-02 10:00  >> mail from eve@evil.example: [LC-2020-0001] I withdraw my complaint
                      |  Please close it.
                      << letter confirm-address to p@mail.example; never withdraw; never close; never evil
                      << letter admin-notice to admin
# A no is put before whoever deals with the case: somebody writes in the complainant's name.
Mon 2020-11-02 11:00  >> reply from p@mail.example to confirm-address
                      |  No!
                      << letter handler-notice to coordinator; says no, it was not theirs; says Somebody may be writing in their name
                      << pen not a party; likely LC-2020-0001
                      << stage stage-1; status open
Mon 2020-11-02 12:00  >> mail from eve@evil.example: [LC-2020-0001] Please
                      |  I withdraw it.
                      << letter admin-notice to admin; says asked about that address before
# Another family never answers. After two weeks they can be asked about another mail, and three times in all.
Mon 2020-11-09 09:00  >> mail from q@mail.example: Lunch
                      |  There was none.
                      << letter acknowledgement to q@mail.example; says LC-2020-0002
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> mail from eve@evil.example: [LC-2020-0002] Please
                      |  One.
                      << letter confirm-address to q@mail.example
                      << letter admin-notice to admin
Mon 2020-11-23 09:59  >> mail from mallory@evil.example: [LC-2020-0002] Please
                      |  Two.
                      << letter admin-notice to admin; says asked about another mail just now
Mon 2020-11-23 10:00  >> mail from oscar@evil.example: [LC-2020-0002] Please
                      |  Three.
                      << letter confirm-address to q@mail.example
                      << letter admin-notice to admin
Mon 2020-11-23 10:10  >> reply from q@mail.example to confirm-address
                      |  no
                      << letter handler-notice to coordinator
Mon 2020-11-23 10:20  >> mail from peggy@evil.example: [LC-2020-0002] Please
                      |  Four.
                      << letter confirm-address to q@mail.example
                      << letter admin-notice to admin
Mon 2020-11-23 10:30  >> reply from q@mail.example to confirm-address
                      |  no
                      << letter handler-notice to coordinator
Mon 2020-11-23 10:40  >> mail from victor@evil.example: [LC-2020-0002] Please
                      |  Five.
                      << letter admin-notice to admin; says asked 3 times
                      << case LC-2020-0002; stage stage-1; status open

# Staff who answer from home, a machine, and who has no address on record: nobody is asked.
Mon 2020-11-23 11:00  >> reply from coordinator to handler-notice (as ada@home.example)
                      |  #note I am at home.
                      << letter admin-notice to admin; never asked
Mon 2020-11-23 11:01  >> mail from ada@home.example: [LC-2020-0002] from home
                      |  I am at home.
                      << letter admin-notice to admin; says may be a member of staff
Mon 2020-11-23 11:02  >> reply from q@mail.example to acknowledgement (as bob@work.example, automatic)
                      |  I am away.
                      << message auto-reply

# What else comes with an answer is dealt with like any other mail of theirs, its alarm as well.
Wed 2020-11-25 09:00  >> mail from p@mail.example.evil.example: [LC-2020-0001] I withdraw
                      |  Please close it.
                      << letter confirm-address to p@mail.example; never evil
                      << letter admin-notice to admin
Wed 2020-11-25 09:01  >> mail from mallory@evil.example: [LC-2020-0001] I withdraw
                      |  Please close it.
                      << letter admin-notice to admin; says asked about another mail just now
Wed 2020-11-25 10:00  >> reply from p@mail.example to confirm-address
                      |  No. It is my former husband. He hit my daughter last year.
                      << letter handler-notice to coordinator; says former husband; says no, it was not theirs
                      << letter safeguarding-alert to safeguarding_lead; says hit my daughter
# On such a case no machine writes to the family, so nobody is asked.
Wed 2020-11-25 10:30  >> mail from trudy@evil.example: [LC-2020-0001] I withdraw
                      |  Please close it.
                      << letter admin-notice to admin; says on such a case a person writes first
