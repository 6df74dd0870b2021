# A person sends every letter to the family from the Drafts folder of the complaints mailbox.

policy libra-children-services
staff Ada <ada@libra.example> coordinator
set sending = "drafts"

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover was late again
                      |  We waited for forty minutes, and I would like an apology.
                      << draft acknowledgement to p@mail.example; by 2020-11-30
                      << letter handler-notice to coordinator
                      << letter admin-notice to admin; says waits in Drafts
                      << deadline acknowledge stage-1 2020-11-09; open
Tue 2020-11-03 09:00  >> staff sends draft acknowledgement to p@mail.example
                      << deadline acknowledge stage-1 2020-11-09; met

# The answer lies there for two days, prints its last day anew each morning, and leaves in other words.
Mon 2020-11-09 10:00  >> reply from ada@libra.example to handler-notice
                      |  #outcome upheld
                      |  You are right, and we are sorry.
                      << draft outcome to p@mail.example; by 2020-11-23; says You are right
                      << letter directive-done to coordinator; says presses Send
                      << letter admin-notice to admin; says waits in Drafts
                      << status open; outcome upheld
Wed 2020-11-11 10:00  >> clock
                      << draft outcome to p@mail.example; by 2020-11-25
                      << letter admin-notice to admin; says still lies in Drafts
Wed 2020-11-11 11:00  >> staff sends draft outcome to p@mail.example (anew)
                      |  You are right, and we are very sorry. Findings: the bus was late. Actions: we ring next time.
                      << status decided; outcome upheld
                      << deadline respond stage-1 2020-11-30; met
                      << deadline appeal stage-1 2020-11-25; open

# The appeal answers what really left.
Wed 2020-11-25 23:00  >> mail from p@mail.example: APPEAL [LC-2020-0001]
                      |  I do not agree.
                      << draft acknowledgement to p@mail.example; by 2020-12-23
                      << letter handler-notice to complaints_officer
                      << letter admin-notice to admin
                      << stage stage-2; tags appeal

# Nobody sends it, somebody deletes it: the admin hears of it once.
Thu 2020-11-26 09:00  >> staff deletes draft acknowledgement to p@mail.example
Thu 2020-11-26 09:20  >> clock
                      << letter admin-notice to admin; says was removed from Drafts and is not in Sent
Thu 2020-11-26 10:00  >> clock
                      << stage stage-2
