"""What machines write into subjects and texts, in the languages that mail systems speak; compared in lower case."""

BOUNCE_SUBJECTS = (
    "undeliver", "delivery status", "delivery failure", "delivery failed", "delivery problem", "delivery has failed",
    "delivery notification", "failure notice", "failure delivery", "mail failure", "mail delivery", "returned mail",
    "returned to sender", "return receipt", "could not be delivered", "could not be sent", "not delivered",
    "delivery report", "delivery error", "message delayed", "delayed mail", "delivery delayed", "mail system error",
    "mail error", "message undeliver", "unable to deliver", "user unknown", "unzustellbar", "nicht zugestellt",
    "zustellung fehlgeschlagen", "zustellungsfehler", "fehlgeschlagene zustellung", "non remis", "non distribué",
    "échec de la remise", "echec de la remise", "échec de remise", "no entregado", "no se pudo entregar",
    "error de entrega", "mancato recapito", "non recapitabile", "mancata consegna", "onbestelbaar", "não entregue",
    "falha na entrega", "kunde inte levereras", "kunne ikke leveres", "niedostarczona", "nedoručiteln", "недоставлен",
    "не доставлено", "не удалось доставить", "配信できません", "配信不能", "配信エラー", "送信できません", "投递失败",
    "退信", "系统退信",
)

BOUNCE_TEXTS = (
    "could not be delivered", "couldn't be delivered", "undeliverable", "delivery failed", "delivery has failed",
    "delivery to the following", "delivery status notification", "permanent error", "permanent fatal errors",
    "permanent failure", "unable to deliver", "user unknown", "no such user", "mailbox unavailable", "unknown user",
    "returned to sender", "was not delivered", "wasn't delivered", "not be sent", "transcript of session",
    "notificationtype\":\"bounce", "notificationtype\":\"complaint", "delivery failure", "nicht zugestellt",
    "配信できません", "配信できな", "送信できません", "n'a pas pu être remis", "no se pudo entregar",
    "не удалось доставить",
)

# Only at the very start of a subject: "Vacation rental in May?" is a customer.
AWAY_SUBJECTS = (
    "automatic reply", "auto reply", "auto-reply", "autoreply", "automated reply", "automatic response",
    "auto response", "auto-response", "autoresponse", "out of office", "out of the office", "out-of-office", "ooo:",
    "vacation reply", "vacation notice", "vacation response", "vacation message", "away from my", "i am away",
    "away until", "i'm out of", "abwesenheit", "abwesend", "automatische antwort", "automatische rückantwort",
    "autom. antwort", "nicht im büro", "out of office autoreply", "außer haus", "ausser haus", "réponse automatique",
    "reponse automatique", "absence du bureau", "absent du bureau", "message d'absence", "absence :",
    "respuesta automática", "respuesta automatica", "fuera de la oficina", "fuera de oficina", "risposta automatica",
    "fuori sede", "fuori ufficio", "assente dall'ufficio", "resposta automática", "resposta automatica",
    "ausência temporária", "fora do escritório", "automatisch antwoord", "afwezig", "niet aanwezig", "autosvar",
    "automatiskt svar", "automatisk svar", "frånvaro", "fraværende", "ikke til stede", "automaattinen vastaus",
    "poissa", "automatyczna odpowiedź", "odpowiedź automatyczna", "nieobecność", "poza biurem", "automatická odpověď",
    "automatická odpoveď", "mimo kancelář", "automatikus válasz", "răspuns automat", "автоматический ответ",
    "автоответ", "нет на работе", "otomatik yanıt", "αυτόματη απάντηση", "自動返信", "自動応答", "不在通知",
    "不在のお知らせ", "自动回复", "自动答复", "自動回覆", "자동 회신", "부재중",
)
