# A question about an appeal is put before the handler and marked; a person decides.
policy libra-children-services

Mon 2020-11-02 09:30  >> mail from p@mail.example: Handover
                      |  It was late.
                      << letter acknowledgement to p@mail.example
                      << letter handler-notice to coordinator
Mon 2020-11-09 10:00  >> reply from coordinator to handler-notice
                      |  #outcome not upheld
                      |  It was not.
                      << letter outcome to p@mail.example
                      << letter directive-done to coordinator
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome: How do I appeal?
                      |  Please tell me.
                      << letter handler-notice to coordinator; says Please tell me; says appeal
                      << status decided; stage stage-1; tags perhaps-appeal
                      << message reply
Tue 2020-11-10 10:00  >> reply from coordinator to handler-notice
                      |  Reply with APPEAL in the subject.
                      << letter relay to p@mail.example
Mon 2020-11-23 23:59:59  >> reply from p@mail.example to relay: Sv: AW: APPEAL Re: [LC-2020-0001] A message about your complaint
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer
                      << stage stage-2; status open; tags appeal
