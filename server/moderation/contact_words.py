"""Words by which people in the languages of the programme say that contact data follow. Folded: no accents, lower case.

The detectors hold messages for a teacher; nothing here forbids anything. Lists that an administrator keeps (insults,
allowed hosts) are rows of `filter_entries`.
"""

PHONE_CUES = (
    "tel phone telephone mobile mobil mob cell call whatsapp viber sms number nomre nomrem zeng telefon telefonum "
    "numer numero nummer numar handy gsm cep arayin zadzwon chiama appelle ruf ara cisla kinito tilefono тел телефон "
    "номер дзвони звони نمبر رقم هاتف ტელეფონი ნომერი հեռախոս համար"
)

DIGIT_WORDS = (
    "zero one two three four five six seven eight nine",
    "sifir bir iki uc dord bes alti yeddi sekkiz doqquz",
    "sıfır bir iki uc dort bes altı yedi sekiz dokuz",
    "zero jeden dwa trzy cztery piec szesc siedem osiem dziewiec",
    "zero uno due tre quattro cinque sei sette otto nove",
    "null eins zwei drei vier funf sechs sieben acht neun",
    "zero un deux trois quatre cinq six sept huit neuf",
    "cero uno dos tres cuatro cinco seis siete ocho nueve",
    "zero um dois tres quatro cinco seis sete oito nove",
    "zero unu doi trei patru cinci sase sapte opt noua",
    "ноль один два три четыре пять шесть семь восемь девять",
    "нуль один два три чотири пять шість сім вісім девять",
    "μηδεν ενα δυο τρια τεσσερα πεντε εξι επτα οκτω εννεα",
)

PLATFORMS = (
    r"insta(?:gram)?|snap(?:chat)?|tik\s?tok|discord|telegram|tele?gram|whats\s?app|facebook|messenger|twitter|"
    r"roblox|fortnite|steam|skype|viber|signal|bereal|threads|vk|vkontakte|kik|omegle|twitch"
)

MAIL_HOSTS = (
    r"gmail|g\s?mail|googlemail|yahoo|hotmail|outlook|icloud|proton(?:mail)?|mail|wp|onet|libero|gmx|web|yandex|"
    r"inbox|ukr|abv|centrum|seznam|orange|laposte"
)

TLDS = (
    r"com|org|net|edu|gov|info|eu|io|gg|tv|app|dev|xyz|online|site|club|chat|link|live|page|blog|shop|store|"
    r"az|tr|pl|de|fr|es|gr|ge|ua|md|tn|ro|bg|hu|cz|sk|hr|rs|lt|lv|ee|fi|se|dk|nl|ie|pt|uk|ru|cn|ch|cy|mt|co|cc|ly"
)

RISKY_TLDS = r"it|is|me|am|at|be|in|no|so|to|my|us|al|ba|do"
"""Also ordinary words: a forgotten space after a full stop must not look like an address, so these need a path."""

MESSENGER_HOSTS = r"t\.me|wa\.me|m\.me|ig\.me|discord\.gg|is\.gd|youtu\.be|bit\.ly|goo\.gl|t\.co|fb\.me|fb\.com"

STREET_BEFORE = (
    r"ul\.?|ulica|al\.|aleja|os\.|osiedle|viale|piazza|corso|vicolo|rue|avenue|av\.|boulevard|bd\.?|chemin|allee|impasse|"
    r"calle|c/|avenida|avda\.?|plaza|paseo|rua|travessa|strada|str\.|aleea|bulevardul|ulitsa|οδος|οδ\.|λεωφορος|"
    r"ул\.?|улица|вул\.?|вулиця|проспект|просп\.?|бул\.?|شارع|نهج|prospekt"
)
"""Street words before the name, then a number."""

STREET_AFTER = (
    r"kucesi|kuc\.|kucəsi|küçəsi|kuce|prospekti|pr\.|meydani|dalani|sokak|sokagi|sok\.|cadde|caddesi|cad\.|mahallesi|"
    r"bulvari|utca|tér|ut|gatve|g\.|iela|tanav|katu|tie|gatan|vagen|straat|laan|ulice|ქუჩა|ქ\.|გამზირი|փողոց|პროსპექტი"
)
"""Street words behind the name, then a number."""

STREET_ENGLISH = r"street|st\.?|road|rd\.?|avenue|ave\.?|lane|ln\.?|drive|square|sq\.?|close|court|crescent|terrace"

STREET_GERMAN = r"stra(?:ss|ß)e|str\.?|gasse|allee|platz|weg|ring|damm|ufer"

ADDRESS_CUES = (
    r"my address|i live at|i live in|home address|unvanim|unvan|evim|adresim|moj adres|mieszkam na|mieszkam przy|"
    r"il mio indirizzo|abito in|abito a|mon adresse|j'habite|meine adresse|ich wohne|mi direccion|vivo en|adresa mea|"
    r"η διευθυνση μου|μενω|мой адрес|я живу|моя адреса|عنواني|أسكن"
)
