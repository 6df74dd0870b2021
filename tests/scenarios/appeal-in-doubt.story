# A reply that may be an appeal is put before the handler; a person says, and an appeal by its word needs nobody to.
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
# Who merely gives thanks is left in peace.
Mon 2020-11-09 11:00  >> reply from p@mail.example to outcome
                      |  Thank you for your letter.
                      << letter handler-notice to coordinator; says Thank you for your letter; never #not an appeal
                      << status decided; tags none
                      << message reply
Tue 2020-11-10 09:00  >> reply from p@mail.example to outcome: How do I appeal?
                      |  Please tell me.
                      << letter handler-notice to coordinator; says Please tell me; says #appeal; says #not an appeal; by 2020-11-23
                      << status decided; stage stage-1; tags perhaps-appeal
                      << message reply
Tue 2020-11-10 10:00  >> reply from coordinator to handler-notice
                      |  #close they will not appeal
                      << letter directive-error to coordinator; says #not an appeal
Tue 2020-11-10 10:30  >> reply from coordinator to handler-notice
                      |  #not an appeal
                      << letter directive-done to coordinator
                      << status decided; tags none
Tue 2020-11-10 11:00  >> reply from coordinator to handler-notice
                      |  Reply with APPEAL in the subject.
                      << letter relay to p@mail.example
Wed 2020-11-11 09:00  >> reply from p@mail.example to relay
                      |  Thanks for nothing.
                      << letter handler-notice to coordinator; says Thanks for nothing; says #appeal
                      << tags perhaps-appeal
Mon 2020-11-23 23:59:59  >> reply from p@mail.example to relay: Sv: AW: APPEAL Re: [LC-2020-0001] A message about your complaint
                      << letter acknowledgement to p@mail.example; by 2020-12-21
                      << letter handler-notice to complaints_officer
                      << stage stage-2; status open; tags appeal
