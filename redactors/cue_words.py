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
    long+number 16+digit 16+digits sixteen+digit sixteen+digits american+express primary+account
    número+largo numero+largo 16+dígitos 16+digitos dieciséis+dígitos dieciseis+digitos
    numéro+long long+numéro 16+chiffres seize+chiffres lange+nummer 16+stellige 16+stelligen sechzehn+ziffern 16+ziffern
"""
"""Two words that together mean a card number."""

PAIRS_AGAINST = """
    credit+note meter+reading frequent+flyer royal+mail asset+tag s+n orden+compra purchase+order air+miles
"""
"""Two words that together name a number that is no card's."""

IDIOMS = "in+case that+case any+case this+case which+case en+caso este+caso ese+caso cualquier+caso"
"""Two words of which the second alone would name one: "in that case"."""

QUALIFIERS = """
    gift sim loyalty member membership id identity library reward rewards bonus student insurance health medical club
    points bus transit oyster nectar metro train season boarding key access phone calling green voter voucher coupon
    promo discount payback
    regalo fidelidad socio socia cliente biblioteca identidad sanitaria puntos transporte membresía membresia
    estudiante embarque visita recarga
    cadeau cadeaux fidélité fidelite membre bibliothèque bibliotheque identité identite vitale client étudiant etudiant
    transport navigo adhérent adherent grise séjour sejour abonnement visite électorale électeur
    aadhaar aadhar nhs medicare salud
"""
"""Next to a card word they make it another card's."""

OTHER_CARDS = """
    giftcard giftcards simcard iccid library loyalty membership sim member clubcard bahncard navigo voucher coupon
    carné carnet carne
"""

CARD_NOUNS = (
    "card cards tarjeta tarjetas carte cartes karte karten kartennummer kartennr code código codigo cheque chèque bon"
)

PAYING = """
    kredit debit bank giro ec zahl zahlungs bezahl visa master mastercard maestro amex firmenkredit firmen geld prepaid
    haupt zusatz partner ersatz
"""
"""What a German card that pays begins with; any other `…karte` is another card."""

AGAINST = """
    order orders po tracking track parcel package shipment shipping waybill awb consignment courier imei meid vin lot
    fedex ups dhl usps dpd gls evri hermes seur correos colissimo chronopost imsi eid msisdn
    batch serial sn ticket tickets eticket invoice invoices inv receipt quote quotation voucher
    reference references ref refs case claim incident ean ean13 upc gtin isbn issn asin barcode sku
    phone telephone tel mobile cell fax whatsapp timestamp epoch ts event sha md hash commit uuid guid build
    nonce version
    booking confirmation reservation transaction txn trx session request trace product article item asset catalog
    policy contract passport licence license subscriber meter mpan mprn nhs aadhaar ssn social vat tax rrn arn stan
    authorization authorisation auth id uid userid tweet status snowflake channel guild img rma tkt trk ord
    estimate airmiles euicc pdl cups routing size bytes offset seed port pid model call dial
    pedido factura referencia envío envio teléfono telefono móvil movil serie seguimiento localizador guía guia albarán
    albaran recibo presupuesto billete boleto caso expediente incidencia siniestro contrato póliza poliza pasaporte dni
    nie nif cif contador confirmación confirmacion barras cupón cupon
    commande colis facture référence réf réservation téléphone portable suivi série reçu recu devis avoir billet dossier
    sinistre contrat passeport siret siren compteur sociale barres police
    auftrag seriennummer telefon kundennummer paket beleg quittung gutschrift gutschein angebot vertrag lieferschein
    vorgang steuer barcode strichcode zähler reisepass ausweis
"""

WEAK_AGAINST = "account acct cuenta compte konto statement"
"""These speak against only where no word before speaks for a card ("credit card account number")."""

NAMED = """
    customer client user member patient employee student device part model lead contact company registration order
    process purchase chat conversation group vendor supplier partner delivery event contract product catalog
    cliente socio usuario empleado estudiante proveedor orden pieza modelo producto dispositivo
    membre adhérent employé étudiant fournisseur appareil produit pièce modèle
    kunden kunde mitglieds vertrags artikel bestell auftrags rechnungs sendungs paket
"""
"""Beside a word for "number" they name whose number it is; alone they may be a speaker ("Customer: 4111…")."""

NUMBER_WORDS = "código codigo number numbers no nr num nums id ids code ref número numero núm n numéro nummer nummern"

LINKS = """
    number numbers no nr nos num nums id ids code codes is was are were has have the a an my your our his her their this
    that of
    numero número numéro núm n o es era son tiene el la los las mi su tu tus sus de del
    est était sont le les mon ma mes votre vos notre du des
    nummer nummern nr ist war lautet hat der die das den dem mein meine meiner ihr ihre ihrer unser unsere
    and und et y carrier
"""
"""Between a word against and a number, these keep the two together."""

BRIDGES = "de d la nationale national nacional"
"""Between a card word and what makes it another card's, these count for nothing: "tarjeta de la biblioteca"."""

AGAINST_STEMS = """
    bestell auftrag sendung rechnung referenz buchung reserva artikel handy reservier track bibliothek
    gutschein
"""

AGAINST_ENDS = "nummer nummern nr referenz kennung zeichen schein ausweis beleg"
"""A longer German word that ends so names a number that is no card's, unless it begins as a card does."""


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
    quatri cinqui suiv derni erste zweite dritte vierte fünfte zweit dritt viert fünft näch letzte fifth quint 1st 2nd
    3rd 4th 5th
""")
"""One of them stands in every phrase of order between the parts of a number (`listing`)."""
BIRTH_HINTS = _hints("birth born naci nací cumple naiss anniv gebor geburt geb.")
"""One of them, "dob", "né" or "nac" stands in every cue for a date of birth (`birthdates`)."""
CALL_HINTS = _hints("""
    phone teleph tel tél cel mob call dial text sms fax whats ring reach answer contact landline hotline my|number
    pager viber handy anruf rufen rückr ruckr erreich festnetz meine|nummer mov móv llam llám fijo marcar mi|n
    portable appel fixe joindre mon|num office home work
""")
"""Every word for a telephone (`phone_words`) begins with one of them."""
