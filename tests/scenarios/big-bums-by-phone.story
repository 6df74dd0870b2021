# Big Bums and Little Bums: contact by phone or by email (BB-0.1). Who takes the call enters the complaint by mail.
# clause: BB-0.1, BB-1.1
policy big-bums-little-bums
staff Lena Lead <lena@bb.example> complaints_lead
staff Olly Officer <olly@bb.example> complaints_officer

Mon 2020-11-02 12:30  >> mail from olly@bb.example: a call
                      |  #new Pat Rivers <p@mail.example>, by phone
                      |  Pat rang at noon: the nappies were the wrong size again.
                      << letter confirm-sender to olly@bb.example; says p@mail.example
Tue 2020-11-03 08:00  >> reply from olly@bb.example to confirm-sender
                      |  #yes
                      << letter acknowledgement to p@mail.example; by 2020-11-07; never wrong size
                      << letter handler-notice to lena@bb.example; says wrong size; says Pat Rivers
                      << letter directive-done to olly@bb.example
                      << stage stage-1; status open; channel phone; name Pat Rivers; received 2020-11-02 12:30
                      << deadline respond stage-1 2020-11-07; source BB-1.1; open
Tue 2020-11-03 09:00  >> mail from q@mail.example: Nappies
                      |  We had the wrong ones, too.
                      << letter acknowledgement to q@mail.example; by 2020-11-08
                      << letter handler-notice to lena@bb.example
                      << case LC-2020-0002; channel email
