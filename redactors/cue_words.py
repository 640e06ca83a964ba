"""The cue words of `cues`, in English, Spanish, French and German; accents also left out."""

BRANDS = "visa mastercard maestro amex discover diners jcb unionpay rupay hipercard troy"

CARD = """
    card cards credit debit pan cc cvv cvc expiry expiration expires exp creditcard debitcard
    tarjeta tarjetas crédito credito débito debito
    carte cartes bancaire cb
    karte karten kreditkarte kreditkarten kreditkartennummer kartennummer kartennr bankkarte girokarte debitkarte
    kartendaten zahlkarte amex
"""

PAIRS = """
    long+number 16+digit 16+digits sixteen+digit sixteen+digits american+express
    número+largo numero+largo 16+dígitos 16+digitos dieciséis+dígitos dieciseis+digitos
    numéro+long long+numéro 16+chiffres seize+chiffres lange+nummer 16+stellige 16+stelligen sechzehn+ziffern 16+ziffern
"""
"""Two words that together mean a card number."""

QUALIFIERS = """
    gift sim loyalty member membership id identity library reward rewards bonus student insurance health
    regalo cadeau fidélité fidelite
"""
"""Next to a card word they make it another card's."""

OTHER_CARDS = "giftcard simcard geschenkkarte kundenkarte iccid library loyalty membership sim member"

CARD_NOUNS = "card cards tarjeta carte karte code"

AGAINST = """
    order orders tracking track parcel package shipment shipping fedex ups dhl usps imei meid vin lot batch
    serial ticket tickets invoice invoices inv reference references ref case ean upc gtin isbn barcode sku
    phone telephone tel mobile cell fax whatsapp timestamp epoch ts event sha md hash commit uuid guid build
    booking confirmation reservation transaction session request trace product article
    pedido factura referencia envío envio teléfono telefono
    commande colis facture référence réservation téléphone
    auftrag seriennummer telefon kundennummer
"""

LINKS = """
    number numbers no nr nos num nums id ids code is was are were the a an my your our his her their this that of
    numero número numéro núm n es era son el la los las mi su tu tus sus de del
    est était sont le les mon ma mes votre vos notre du des
    nummer nummern nr ist war lautet der die das den dem mein meine meiner ihr ihre ihrer unser unsere
    and und et y carrier
"""
"""Between a word against and a number, these keep the two together."""

AGAINST_STEMS = "bestell auftrag sendung rechnung referenz buchung reserva artikel handy"


def _hints(words: str) -> tuple[str, ...]:
    return tuple(word.replace("|", " ") for word in words.split())


CODE_HINTS = _hints("""
    cvv cvc cvn cv2 cav csc cvd ccv cid c|v c.v kpn secu sec|code sec.|code verif vérif digit card|code
    the|back on|back the|reverse the|front of|the|card of|my|card of|your|card signature three|num four|num 3|num 4|num
    segur dígit cifras dorso revers atrás atras detr tres|n cuatro|n 3|n 4|n
    sécur chiffre crypt au|dos verso derri
    sicher prüf pruf pruef dreist vierst rück ruck rueck hinten ziffer stellen zahlen
""")
"""One of them stands in every cue for a verification code (`companion_cues`)."""
DATE_HINTS = _hints("""
    exp valid good|th good|un good|ti good|to runs|out run|out mm/ venc vto caduc cad. cad: válid vigen
    échéan échean echéan echean valable gült gult guelt gilt abla läuft lauft laeuft laufz verf
""")
"""One of them stands in every cue for an expiry date."""
PIN_HINTS = _hints("cardpin geheim secret confiden code|de|")
"""One of them, or the word "pin" or "nip", stands in every cue for a PIN."""
ORDER_HINTS = _hints("""
    first second third fourth next last final remain prim segund tercer cuart sigui últim ultim premi deuxi troisi
    quatri suiv derni erste zweite dritte vierte näch letzte
""")
"""One of them stands in every phrase of order between the parts of a number (`listing`)."""
