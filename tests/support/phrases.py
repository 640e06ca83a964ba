"""What is said round a card number: requests, prose, acknowledgements, chatter, in four languages.

`{}` is where digits go; `{a}` and `{b}` are their two halves, `{wrong}` an attempt with one digit
wrong, `{n}` the running number of the group, `{done}` and `{left}` how many digits were and are to be given.
"""

REQUESTS = {
    "en": (
        "What is the card number, please?",
        "Could you read me your card number?",
        "I'll need the long number on the front of your card now.",
        "Can I take your card details?",
        "Please type your 16-digit card number.",
        "Which card would you like to pay with? Go ahead with the number.",
    ),
    "es": (
        "¿Cuál es el número de la tarjeta?",
        "Dígame el número de su tarjeta, por favor.",
        "¿Me puede dar los dígitos de la tarjeta?",
        "Necesito el número de tarjeta para el pago.",
    ),
    "fr": (
        "Quel est le numéro de la carte ?",
        "Donnez-moi votre numéro de carte, s'il vous plaît.",
        "Pouvez-vous me dicter les chiffres de votre carte ?",
        "J'ai besoin du numéro de carte bancaire.",
    ),
    "de": (
        "Wie lautet die Kartennummer?",
        "Bitte nennen Sie mir die Nummer Ihrer Karte.",
        "Können Sie mir Ihre Kreditkartennummer durchgeben?",
        "Ich brauche jetzt die Kartennummer.",
    ),
}
ACKNOWLEDGEMENTS = {
    "en": (
        "next?", "next four?", "ok", "got it", "and the rest?", "mhm", "go on", "thanks, and then?", "ok 1 sec",
        "got the first {done}", "I have {done} digits so far, {left} to go", "ok, that's {done}, {left} left",
    ),
    "es": (
        "¿siguiente?", "vale", "¿los cuatro siguientes?", "de acuerdo", "tengo {done} dígitos", "un segundo",
        "faltan {left}",
    ),
    "fr": (
        "ensuite ?", "les quatre suivants ?", "d'accord", "oui", "j'ai les {done} premiers", "une seconde",
        "encore {left}",
    ),
    "de": ("weiter?", "die nächsten vier?", "ja", "genau", "ich habe {done} Ziffern", "eine Sekunde", "noch {left}"),
}  # fmt: skip
CHATTER = {
    "en": (
        "sorry, my dog is barking", "one moment please", "hold on, 2 minutes", "can you hear me?",
        "let me get my glasses",
        "it's already 10:30 here", "the price was $45.60, right?", "I bought 3 of them", "we moved here in 2019",
        "are you still there?", "one of my kids is crying", "on 12 March I called already",
    ),
    "es": (
        "un momento por favor", "perdone, hay ruido", "¿me oye?", "son las 10:30", "me costó 45,60 €",
        "tengo dos hijos",
    ),
    "fr": (
        "un instant", "attendez deux minutes", "vous m'entendez ?", "il est 10h30", "ça coûtait 45,60 €",
        "j'ai un chien",
    ),
    "de": (
        "einen Moment bitte", "da ist es so laut", "hören Sie mich?", "es ist 10:30 Uhr", "das waren 45,60 €",
        "zwei Minuten",
    ),
}  # fmt: skip
BARE = ("{}", "{n}) {}", "{}.", "[10:4{n}] {}")
PROSE = {
    "en": (
        "it's {}", "{} ok?", "then {}", "and {}", "the next ones are {}", "after that comes {}", "{} and that's all",
        "so… {}", "{}? yes {}", "the first bit is {a}, then {b}", "{a} and then {b}", "it goes {}", "ends with {}",
        "so the next is {}, got that?", "I think it says {}", "hmm {} I believe", "that would be {} ", "then a {}",
        "oh and {} of course", "{n}) {}", "{n}. {}", "group {n}: {}", "part {n} is {}", "[10:4{n}] {}",
        "{} (that's {n} of them)",
        "next: {}", "{} ... wait", "ok so {} next", "\"{}\"", "it reads {}, I have bad eyes", "{}!",
        "the digits {} come now", "the last ones: {}", "again: {}", "{}. Got it?", "uh {} uh", "here {}",
        "starts with {}",
    ),
    "es": (
        "luego {}", "y {}", "el siguiente es {}", "pues {}", "{} ¿vale?", "{}, sí, {}", "primero {a} y después {b}",
        "termina en {}",
        "{n}) {}", "a ver, {}", "creo que pone {}", "los siguientes son {}",
    ),
    "fr": (
        "puis {}", "et {}", "ensuite c'est {}", "alors {}", "{} d'accord ?", "{} oui {}", "d'abord {a}, après {b}",
        "ça finit par {}",
        "{n}) {}", "je crois que c'est {}", "les suivants : {}",
    ),
    "de": (
        "dann {}", "und {}", "die nächsten sind {}", "also {}", "{} okay?", "{}, ja, {}", "zuerst {a}, danach {b}",
        "endet auf {}",
        "{n}) {}", "ich glaube da steht {}", "jetzt kommt {}",
    ),
}  # fmt: skip
CORRECTED = {
    "en": (
        "{wrong}, sorry {}",
        "{wrong} no sorry {}",
        "{wrong}, I mean {}",
        "{wrong}... no wait, {}",
        "{wrong} oops {}",
    ),
    "es": ("{wrong}, perdón {}", "{wrong} no, {}", "{wrong}, quiero decir {}"),
    "fr": ("{wrong}, pardon {}", "{wrong} non {}", "{wrong}, je veux dire {}"),
    "de": ("{wrong}, Entschuldigung {}", "{wrong} nein {}", "{wrong}, ich meine {}"),
}
CORRECTIONS = {
    "en": ("sorry, {}", "no sorry, {}", "*{}", "typo, {} not {wrong}", "I meant {}", "sorry typo, {}"),
    "es": ("perdón, {}", "*{}", "quise decir {}", "no, {}"),
    "fr": ("pardon, {}", "*{}", "je voulais dire {}", "non, {}"),
    "de": ("Entschuldigung, {}", "*{}", "ich meinte {}", "nein, {}"),
}
READ_BACK = {
    "en": ("{}", "{}, got it", "so {}?", "so {} and then?", "ok {} next?", "{} right?", "I have {} so far"),
    "es": ("{}, ¿correcto?", "{} ¿y luego?", "tengo {}"),
    "fr": ("{}, c'est ça ?", "{} et après ?", "j'ai {}"),
    "de": ("{}, richtig?", "{} und dann?", "ich habe {}"),
}
ENDING = {
    "en": ("ending {}, right?", "so it ends with {}?", "the last four are {}, yes?"),
    "es": ("termina en {}, ¿verdad?",),
    "fr": ("qui finit par {} ?",),
    "de": ("endet auf {}, richtig?",),
}
ANNOUNCED = {
    "en": ("my card number is", "I want to pay, here is my card:", "ok here is my visa"),
    "es": ("mi número de tarjeta es",),
    "fr": ("mon numéro de carte est",),
    "de": ("meine Kartennummer ist",),
}
ASKED_AFTER: dict[str, dict[str, tuple[str, ...]]] = {
    "expiry": {
        "en": ("and the expiry date?", "when does it expire?", "valid until?"),
        "es": ("¿y la fecha de caducidad?", "¿cuándo caduca?"),
        "fr": ("et la date d'expiration ?",),
        "de": ("und das Ablaufdatum?", "gültig bis?"),
    },
    "cvv": {
        "en": ("and the security code?", "the three digits on the back?", "what's the CVV?"),
        "es": ("¿y el código de seguridad?", "¿el CVV?"),
        "fr": ("et le cryptogramme ?", "le code au dos ?"),
        "de": ("und die Prüfnummer?", "und der CVV?"),
    },
    "pin": {
        "en": ("what is your PIN?",),
        "es": ("¿cuál es su PIN?",),
        "fr": ("quel est votre code PIN ?",),
        "de": ("wie lautet Ihre PIN?",),
    },
}
VOLUNTEERED: dict[str, dict[str, tuple[str, ...]]] = {
    "expiry": {
        "en": ("exp {}", "it expires {}", "valid thru {}"),
        "es": ("caduca {}",),
        "fr": ("expire {}",),
        "de": ("gültig bis {}",),
    },
    "cvv": {
        "en": ("cvv {}", "the code on the back is {}", "security code {}"),
        "es": ("cvv {}", "código de seguridad {}"),
        "fr": ("cryptogramme {}",),
        "de": ("Prüfziffer {}", "cvv {}"),
    },
    "pin": {
        "en": ("my pin is {}",),
        "es": ("mi pin es {}",),
        "fr": ("mon code PIN est {}",),
        "de": ("meine PIN ist {}",),
    },
}
