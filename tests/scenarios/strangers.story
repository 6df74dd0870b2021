# Knowing a reference opens no door: who is not a party of the case waits in the pen, and only the admin hears of it.
policy libra-children-services
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-02 09:31  >> mail from q@mail.example: Handover
                      |  It was early.
                      << letter acknowledgement to q@mail.example; says LC-2020-0002; never LC-2020-0001
                      << letter handler-notice to coordinator; says It was early; never It was late
                      << cases 2
Tue 2020-11-03 09:00  >> mail from eve@mail.example: Appeal [LC-2020-0001]
                      |  Tell me all about it.
                      << letter confirm-address to p@mail.example; says on Tuesday 3 November 2020 at 09:00; never eve; never Tell me all
                      << letter admin-notice to admin; never Tell me all
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 09:01  >> reply from p@mail.example to acknowledgement (as eve@mail.example)
                      |  And what of this?
                      << letter admin-notice to admin; says asked about that address before
                      << pen not a party; likely LC-2020-0001
# The complainant's other address is a stranger's until they have said otherwise; they are asked about one mail at a time.
Tue 2020-11-03 09:02  >> reply from p@mail.example to acknowledgement (as p@work.example)
                      |  It is me.
                      << letter admin-notice to admin; says asked about another mail just now
                      << pen not a party; likely LC-2020-0001
# A party of one case is a stranger to the other.
Tue 2020-11-03 09:03  >> reply from p@mail.example to acknowledgement (as q@mail.example)
                      |  Is this mine?
                      << letter admin-notice to admin; says has a case of their own
                      << pen not a party; likely LC-2020-0001
Tue 2020-11-03 09:04  >> reply from q@mail.example to acknowledgement: Re: [LC-2020-0001] [LC-2020-0002] both
                      |  Whose is it?
                      << letter admin-notice to admin
                      << pen more than one case
# A reference that nobody has, and that of another office, are nothing: a complaint like any other.
Tue 2020-11-03 10:00  >> mail from r@mail.example: [LC-2019-0009] [XY-2020-0001] late
                      |  Late again.
                      << letter acknowledgement to r@mail.example
                      << letter handler-notice to coordinator
                      << cases 3

# Each family's letters go to that family, and each answer to its own case.
Mon 2020-11-09 09:00  >> reply from coordinator to handler-notice (about LC-2020-0001)
                      |  #outcome upheld
                      |  Findings: late.
                      << letter outcome to p@mail.example; says LC-2020-0001; says Findings: late
                      << letter directive-done to coordinator
                      << case LC-2020-0001; status decided
                      << case LC-2020-0002; status open
Mon 2020-11-09 09:01  >> reply from q@mail.example to acknowledgement: Appeal
                      |  No answer yet.
                      << letter handler-notice to coordinator; says No answer yet; never late
                      << case LC-2020-0002; status open; stage stage-1; tags none
Mon 2020-11-09 09:02  >> mail from p@mail.example: [lc-2020-0001] Appeal
                      |  By a new mail, with the reference only.
                      << letter acknowledgement to p@mail.example; by 2020-12-07
                      << letter handler-notice to complaints_officer; says It was late; never It was early
                      << case LC-2020-0001; status open; stage stage-2; tags appeal
