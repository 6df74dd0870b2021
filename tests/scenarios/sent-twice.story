# The same complaint sent twice within minutes is one; with a word or a file more, or later, it is a message of its own.
policy libra-children-services
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30:00  >> mail from p@mail.example: Handover
                         |  It was late.
                         << letter acknowledgement to p@mail.example
                         << letter handler-notice to coordinator
Mon 2020-11-02 09:30:40  >> mail from p@mail.example: Handover
                         |  It was late.
                         << cases 1
                         << message duplicate; case LC-2020-0001
# Somebody else's words may be the same.
Mon 2020-11-02 09:31:00  >> mail from q@mail.example: Handover
                         |  It was late.
                         << letter acknowledgement to q@mail.example
                         << letter handler-notice to coordinator
                         << cases 2
Mon 2020-11-02 09:32:00  >> mail from p@mail.example: Handover
                         |  It was late, twice.
                         << letter acknowledgement to p@mail.example
                         << letter handler-notice to coordinator
                         << cases 3
Mon 2020-11-02 09:33:00  >> mail from q@mail.example (file photo.pdf): Handover
                         |  It was late.
                         << letter acknowledgement to q@mail.example
                         << letter handler-notice to coordinator
                         << cases 4
# Five minutes is within minutes; a second more is not.
Mon 2020-11-02 09:35:00  >> mail from p@mail.example: Handover
                         |  It was late.
                         << message duplicate; case LC-2020-0001
Mon 2020-11-02 09:40:01  >> mail from p@mail.example: Handover
                         |  It was late.
                         << letter acknowledgement to p@mail.example
                         << letter handler-notice to coordinator
                         << cases 5
