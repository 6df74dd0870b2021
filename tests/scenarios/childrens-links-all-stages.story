# Children's Links: working days over Easter and the bank holidays of May, two appeals, an answer that comes late.
# clause: CL-4.4a, CL-4.4b, CL-4.4c, CL-4.4d, CL-4.5, CL-5.4
policy childrens-links

Thu 2021-04-01 15:00  >> mail from p@mail.example: The playgroup was cancelled
                      |  For the third time.
                      << letter acknowledgement to p@mail.example; by 2021-05-14; says If you would like help; says Our complaints policy is there; file how-to-complain.txt
                      << letter handler-notice to complaints_manager; says third time; says Good Friday; says Easter Monday; by 2021-05-14
                      << stage complaint; status open; handlers complaints_manager
                      # 6, 7, 8, 9, 12 April
                      << deadline acknowledge complaint 2021-04-12; source CL-4.4a; met
                      # 4 days to 9 April, 9 to 16, 14 to 23, 19 to 30 April; not 3 May; 23 to 7, 28 to 14 May
                      << deadline respond complaint 2021-05-14; source CL-4.4b; open
Wed 2021-05-12 07:00  >> reply from complaints_manager to handler-notice
                      |  #outcome partly upheld
                      |  Two of the three were our fault.
                      << letter outcome to p@mail.example; says APPEAL; says no fixed last day
                      << letter directive-done to complaints_manager
                      << status decided; outcome partly-upheld
                      << deadline respond complaint 2021-05-14; met
                      << deadline none complaint appeal

Fri 2021-05-28 17:00  >> reply from p@mail.example to outcome: I want to appeal
                      |  All three were.
                      << letter acknowledgement to p@mail.example; by 2021-06-14
                      << letter handler-notice to appeal_manager; says All three were; says third time; says Monday 31 May
                      << stage appeal; status open; outcome none; tags appeal; handlers appeal_manager
                      # 1, 2, 3, 4, 7 June; 10 days end on 14 June
                      << deadline acknowledge appeal 2021-06-07; source CL-4.4c; met
                      << deadline respond appeal 2021-06-14; source CL-4.4c; open
Mon 2021-06-14 23:59:59  >> reply from appeal_manager to handler-notice
                      |  #outcome not upheld
                      |  No.
                      << letter outcome to p@mail.example; says the word APPEAL
                      << letter directive-done to appeal_manager
                      << deadline respond appeal 2021-06-14; met

Tue 2021-06-15 08:30  >> reply from p@mail.example to outcome: Final appeal
                      << letter acknowledgement to p@mail.example; by 2021-07-13; says last step
                      << letter handler-notice to final_appeal_manager; says All three were; says third time
                      << stage final-appeal; status open; handlers final_appeal_manager
                      # 16, 17, 18, 21, 22 June; 20 days end on 13 July
                      << deadline acknowledge final-appeal 2021-06-22; source CL-4.4d; met
                      << deadline respond final-appeal 2021-07-13; source CL-4.4d; open
Tue 2021-07-13 23:59:59  >> clock
                      << letter reminder to final_appeal_manager; by 2021-07-13
Wed 2021-07-14 08:00  >> clock
                      << letter breach-notice to final_appeal_manager; by 2021-07-13
Thu 2021-07-15 09:00  >> reply from final_appeal_manager to breach-notice
                      |  #outcome upheld
                      |  You were right.
                      << letter outcome to p@mail.example; says final decision
                      << letter directive-done to final_appeal_manager
                      << stage final-appeal; status closed; outcome upheld
                      << deadline respond final-appeal 2021-07-13; missed
Thu 2021-07-15 10:00  >> reply from p@mail.example to outcome: Appeal
                      << letter process-ended to p@mail.example
