// Services where everybody can have an address. Those that are there in many countries stand by their first label.
const EVERYWHERE = ["aol", "gmx", "hotmail", "live", "outlook", "yahoo", "yandex"];

const NAMES = new Set(
  `126.com 139.com 163.com 189.cn 21cn.com aim.com aliyun.com alice.it aon.at arcor.de att.net bellsouth.net bigpond.com
  bigpond.net.au bk.ru bluewin.ch bluemail.ch bol.com.br btinternet.com charter.net chello.nl comcast.net cox.net duck.com
  earthlink.net email.com email.cz email.de eclipso.de fastmail.com fastmail.fm foxmail.com free.fr freemail.hu freenet.de
  gmail.com gmx.net googlemail.com hanmail.net hey.com hushmail.com icloud.com ig.com.br inbox.lv inbox.ru interia.pl
  internode.on.net iinet.net.au juno.com keemail.me kolabnow.com kpnmail.nl laposte.net libero.it list.ru lycos.com mac.com
  mail.bg mail.com mail.de mail.ee mail.ru mailbox.org mailfence.com me.com mina.at msn.com myyahoo.com naver.com
  nate.com netcologne.de netscape.net neuf.fr ntlworld.com o2.pl online.de onet.pl op.pl optonline.net optusnet.com.au
  orange.fr pm.me posteo.de posteo.net proton.me protonmail.ch protonmail.com qq.com rediffmail.com rocketmail.com runbox.com
  sapo.pt sbcglobal.net seznam.cz sfr.fr shaw.ca sina.com sina.cn sky.com skynet.be sohu.com sympatico.ca t-online.de
  talktalk.net telenet.be telia.com terra.com.br tiscali.it tuta.com tuta.io tutamail.com tutanota.com tutanota.de uol.com.br
  ukr.net verizon.net vip.qq.com virgilio.it virginmedia.com vodafone.it wanadoo.fr web.de windowslive.com windstream.net
  wp.pl xs4all.nl xtra.co.nz yeah.net ya.ru ymail.com zoho.com zohomail.com ziggo.nl
  guerrillamail.com mailinator.com sharklasers.com temp-mail.org trashmail.com yopmail.com 10minutemail.com`.split(
    /\s+/,
  ),
);

// What a country's name may look like after the label of a service: `yahoo.de`, `yahoo.co.uk`, `hotmail.com.tr`.
const COUNTRY = /^(?:com|net|org|[a-z]{2}|(?:com?|ne|or)\.[a-z]{2})$/;

/**
 * Whether everybody can have a mailbox at a domain, so that it is no organization's own. The list is kept by hand and
 * names the services that most people have: what keeps a domain from strangers is its proof by DNS.
 */
export function isPublicMail(domain: string): boolean {
  const [first = "", ...rest] = domain.split(".");
  return NAMES.has(domain) || (EVERYWHERE.includes(first) && COUNTRY.test(rest.join(".")));
}

/** Why a public mail domain is refused. */
export const publicMailWords = (domain: string) =>
  `${domain} is a public mail service, where everybody can have an address. Take a domain that belongs to the organization.`;
