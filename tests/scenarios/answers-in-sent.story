# Staff who work in the complaints mailbox itself answer straight from there: found in Sent, never sent again.

policy libra-children-services
staff Ada <ada@libra.example> coordinator

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover was late again
                      << letter acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to coordinator

# An answer without an outcome is on record; the promise stays open.
Tue 2020-11-03 10:00  >> staff writes to p@mail.example: [LC-2020-0001] About Saturday
                      |  Thank you for ringing me back.
                      << message staff-reply; case LC-2020-0001
                      << deadline respond stage-1 2020-11-30; open

Mon 2020-11-09 10:00  >> staff writes to p@mail.example: Handover [outcome: upheld]
                      |  You are right. Findings: the bus was late. Actions: we ring next time.
                      << status decided; outcome upheld
                      << deadline respond stage-1 2020-11-30; met
                      << deadline appeal stage-1 2020-11-23; open

Tue 2020-11-10 10:00  >> staff writes to bank@mail.example: [outcome: upheld] of the bank
                      |  Nothing to do with any case.
                      << status decided; outcome upheld

Mon 2020-11-23 23:30  >> mail from p@mail.example: Appeal Re: [LC-2020-0001] Handover
                      |  I do not agree.
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer
                      << stage stage-2; tags appeal
