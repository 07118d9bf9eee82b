"""What the demo people write to each other (domain 13.5). A speaker is `school/First name` or a teacher's full name."""

SCRIPT = [
    # minutes ago, speaker, text; {time} is when the conference starts
    (47, "baku/Aysu", "Salam! Hello from Bakı 🌊 Today the Caspian is very windy"),
    (46, "ferrara/Lorenzo", "Ciao Aysu! Here fog. We can't see the river 😄"),
    (45, "gdynia/Zuzanna", "Cześć! In Gdynia we measured 11.4 °C this morning. You?"),
    (44, "baku/Murad", '14.9! But near the pier 15.3. Chart is in Materials → Images → "Week 5"'),
    (43, "chania/Danae", "Why is it warmer near the pier?"),
    (41, "nabeul/Yasmine", "Maybe the water doesn't move there? Chez nous c'est 18"),
    (
        40,
        "Chiara Bellandi",
        'Great question, Danae. Let\'s open a thread "Why warmer?" — Lorenzo, will you start it?',
    ),
    (39, "ferrara/Lorenzo", "yes!!"),
    (31, "ferrara/Tommaso", "if somebody wants the photos call me +39 055 5550 1234"),
    (22, "gdynia/Filip", "my table is ready, can somebody check column C"),
    (21, "baku/Ləman", "Filip, 3rd row, I think it is 11.4 and not 114 😅"),
    (20, "gdynia/Filip", "ups, dzięki = thank you!"),
    (12, "Günel Səfərli", "Conference at {time}, 30 minutes. Please bring one photo from Materials each."),
    (4, "chania/Spyros", "can we be two at one computer?"),
    (4, "Eleni Markaki", "Of course, we join as one class 🙂"),
]

HELD = "if somebody wants the photos"
"""Start of the message that the contact-data filter holds (domain 6.4.4)."""

REPLIES = {
    "Why is it warmer": "14.9! But near",
    "Filip, 3rd row": "my table is ready",
    "Of course, we": "can we be two",
}
"""Start of the answer -> start of what it answers."""

LINKS = {"14.9! But near": "week5"}
"""Start of a message -> the material that it links."""

REACTIONS = {
    "Salam! Hello from": [("🌊", "gdynia/Filip"), ("🌊", "nabeul/Yasmine"), ("❤️", "Chiara Bellandi")],
    "Why is it warmer": [("👍", "Chiara Bellandi"), ("👍", "baku/Murad")],
    "Filip, 3rd row": [("😅", "gdynia/Filip"), ("😂", "ferrara/Giulia")],
    "Conference at": [("👍", "baku/Aysu"), ("👍", "gdynia/Zuzanna"), ("👍", "Eleni Markaki")],
}

PLACES = [
    ("baku/Murad", "Bakı, the Caspian", 9),
    ("ferrara/Giulia", "Ferrara, il Po", 8),
    ("gdynia/Jakub", "Gdynia, the Baltic", 5),
    ("chania/Giannis", "Chania, the sea", 15),
    ("nabeul/Aziz", "Nabeul, la mer", 14),
]
"""Who measures, where, and how warm the water was in the first week."""

OPENERS = [
    ("Günel Səfərli", "Good morning everybody! Week {week}: thermometers out 🌡️"),
    ("Chiara Bellandi", "Buongiorno! Week {week}. Numbers first, stories after."),
    ("Agnieszka Wrona", "Dzień dobry! It is measuring day, week {week}."),
    ("Sami Gharsalli", "Bonjour à tous, semaine {week} : qui commence ?"),
]

TALKS = [
    """gdynia/Zuzanna: what is your word for wave? ours is fala
baku/Aysu: dalğa!
ferrara/Giulia: onda
chania/Danae: κύμα (kíma)
nabeul/Nour: موجة, mawja
gdynia/Zuzanna: I will make a poster with all five
Agnieszka Wrona: Beautiful idea, Zuzanna. Put it into Images when it is ready.""",
    """ferrara/Tommaso: our class read the story of the fisherman and the moon
baku/Ləman: we have one like this! but with a pearl
chania/Spyros: also we, with a mermaid
Eleni Markaki: Three stories, one sea. Shall we compare them next week?
baku/Ləman: yes I can write the first part
ferrara/Tommaso: me the second 🙋""",
    """nabeul/Aziz: it rained so much that the wadi has water now
gdynia/Maja: what is a wadi
nabeul/Nour: a river that sleeps most of the year
gdynia/Maja: I like this sentence
Sami Gharsalli: Nour, please add it to the glossary!
nabeul/Nour: d'accord""",
    """chania/Danae: can we use salt water for the plant experiment
Chiara Bellandi: Yes: one plant with tap water, one with sea water, same light.
ferrara/Lorenzo: our salty basil looks sad already
chania/Danae: 😢 RIP basil
baku/Aysu: ours is still fine, day 4
ferrara/Lorenzo: because you talk to it""",
    """baku/Ləman: our photo of the old lighthouse is in Materials
gdynia/Filip: wow is it really that tall
baku/Ləman: 84 steps, I counted
Orxan Vəliyev: We measured it with the shadow method. Try it with your school!
gdynia/Filip: our school is 12.6 m, tree is 9
Orxan Vəliyev: Very good, Filip. Show how you did it.""",
    """ferrara/Tommaso: when is the next video meeting
Günel Səfərli: Next week. I will write the time here, in CET and in your time.
nabeul/Aziz: last time I was one hour early 😂
gdynia/Jakub: me too but late
Eleni Markaki: The Live tab shows both times. Look there first 🙂""",
    """chania/Giannis: we tasted the four water samples (only the drinkable ones!!)
gdynia/Zuzanna: and??
chania/Giannis: the mountain one wins
ferrara/Giulia: ours tastes like swimming pool
Chiara Bellandi: That is chlorine. Who finds out why it is in there?
nabeul/Yasmine: moi!
ferrara/Giulia: me too, together?""",
    """Sami Gharsalli: Who has the microphone of the sound collection?
baku/Murad: me, uploading now. waves, boat, seagulls
gdynia/Maja: seagulls sound the same everywhere 😄
nabeul/Nour: not true, ours shout in French
gdynia/Maja: hahaha
Agnieszka Wrona: Listen carefully: two of them are not seagulls!""",
    """ferrara/Giulia: what do you eat from the sea
baku/Aysu: not much, kutum in spring!
chania/Spyros: octopus
gdynia/Zuzanna: herring, śledź
nabeul/Nour: fish couscous, my grandmother's is the best
Chiara Bellandi: Page for recipes? Nour and Giulia, will you open it with me?
ferrara/Giulia: sì!""",
    """gdynia/Jakub: who made the map? it is very good
baku/Aysu: Murad and me, the colours are the temperatures
chania/Danae: can you add Chania in July? we will have 26
baku/Aysu: July is holiday 😎
Günel Səfərli: The map can stay open in summer, for whoever is at the water.""",
    """nabeul/Aziz: question: does the Caspian have tides
Orxan Vəliyev: Almost none: it is a lake, the biggest in the world. But the wind pushes it up to a metre.
ferrara/Lorenzo: so it is a lake that thinks it is a sea
baku/Ləman: it IS a sea
baku/Murad: it is both. I asked my grandfather
Orxan Vəliyev: Your grandfather is right, Murad.""",
    """chania/Spyros: we cleaned the beach, 14 kg in one hour
gdynia/Filip: we 6 kg but small beach
ferrara/Tommaso: riverbank: 9 kg and a bicycle
nabeul/Aziz: a whole bicycle?
ferrara/Tommaso: yes, blue, no wheels
Eleni Markaki: Numbers into the table, please. Without names of shops.""",
    """gdynia/Maja: who drew the fish with glasses 😍
nabeul/Yasmine: me!
gdynia/Maja: can it be our mascot
baku/Murad: +1
chania/Danae: yes please, and a name: Limni
Chiara Bellandi: Limni it is, if nobody says no until Friday.""",
    """ferrara/Lorenzo: I wrote the answer of the hydrologist in Questions
chania/Giannis: what did he say about the green water
ferrara/Lorenzo: algae, because of warm days and no wind
baku/Aysu: like our bay in August
Sami Gharsalli: Good. Now you can explain it to the little ones.""",
    """gdynia/Jakub: our teacher is ill, who helps us with the chart
baku/Ləman: I can, which program
gdynia/Jakub: the one with the green icon
baku/Ləman: ok, select column B, insert, line chart
gdynia/Jakub: it works!! dziękuję""",
    """chania/Spyros: in how many languages can we say thank you now
nabeul/Yasmine: merci, شكرا
gdynia/Zuzanna: dziękuję
baku/Aysu: təşəkkür edirəm (long, I know)
ferrara/Giulia: grazie
chania/Spyros: ευχαριστώ! that makes six with English""",
]
WEEKS = 12
"""Lessons in three months; the talks left over were in the first of them."""

OTHER_ROOMS = {
    "P2": """Elif Karaca: Günaydın! Who brings what to the spring table?
izmir/Zeynep: wheat grass, it is 9 cm already
ganja/Nihad: səməni! ours is 11
kutaisi/Nika: we have painted eggs from Easter time, is that ok
Günel Səfərli: Of course: everything that says spring.
cluj/Andreea: we make small red and white threads, mărțișor
izmir/Defne: can you show it in the conference?
cluj/Andreea: yes, I have ten""",
    "P3": """Lucía Ferrándiz: Welcome! The boards have arrived at all three schools.
murcia/Hugo: mine blinks already
nantes/Léa: ours is still in the box 😭
viseu/Afonso: we made the drum count to 8
Camille Rousselot: Léa, we open it tomorrow, promised.""",
    "P4": """Rūta Kazlauskytė: Good morning, little scientists! Today: shadows.
klaipeda/Ugnė: my shadow is 2 m
oulu/Onni: here no sun
schwerin/Mia: use a lamp!
Aino Lehtisalo: We will, thank you Mia 🙂
zadar/Jakov: ours moved while we were eating""",
    "kitchen": """Günel Səfərli: Who can take the first ten minutes on Thursday?
Eleni Markaki: I can. Ice-breaker with one photo each?
Chiara Bellandi: Perfect. I prepare the poll.
Agnieszka Wrona: Two of mine have no camera consent, please keep that in mind.
Sami Gharsalli: Noted. Audio for everybody, then photos from Materials.""",
}
"""Short chats of the other rooms, the newest line some hours old."""
