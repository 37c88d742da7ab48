import CommandLine

extension Commands {
  // MARK: Options

  static let folder = Option(
    "dir", .path("FOLDER"),
    "Folder of ca.crt, ca.key, tls.crt and tls.key; the working folder unless given")
  static let certificateName = Option(
    "san", .text("NAME"), repeats: true,
    "DNS name or IP address that the certificate is for; may be repeated")
  static let certificateService = Option(
    "service", .text("NAMESPACE/NAME"), repeats: true,
    "Service that it is for: NAME.NAMESPACE.svc, which API servers ask for, and "
      + "NAME.NAMESPACE.svc.cluster.local; may be repeated")
  static let certificateDevelopment = Option(
    flag: "dev", "It is for this machine: localhost, 127.0.0.1 and ::1")
  static let keySort = Option(
    "key", .choice(KeyChoice.allCases.map { .init($0.rawValue) }, name: "KEY"),
    "ecdsa (P-256) or rsa (3072 bits)")
  static let days = Option(
    "days", .text("N"), "How many days the serving certificate is valid; 365 is the default")
  static let authorityDays = Option(
    "ca-days", .text("N"), "How many days the authority is valid; 3650 is the default")
  static let force = Option(flag: "force", "Replace files that are there")
  static let expectedAuthorities = Option(
    "ca-bundle", .file("FILE"), "Authorities, PEM, one of which should have signed it")
  static let minimumDays = Option(
    "min-days", .text("N"),
    "Status 1 where a certificate has fewer days left; 0 is the default, for those that have "
      + "expired")
  static let certificateFormat = Option(
    "format", .choice(["text", "json"], name: "FORMAT"), "text or json; text is the default")

  private static let names = [certificateService, certificateName, certificateDevelopment]

  // MARK: Commands

  static let certs = Command(
    "certs", "Make, renew and look at certificates",
    discussion: [
      "An authority of your own, and the serving certificate that it signs. Give ca.crt to config "
        + "--ca-bundle, tls.crt and tls.key to serve; keep ca.key where the server does not run."
    ],
    subcommands: [createCertificates, renewCertificates, showCertificates],
    examples: [
      .init("kpatch-webhook certs create --dir certs --service kpatch/kpatch-webhook", "make them"),
      .init("kpatch-webhook certs show --dir certs --min-days 30", "whether all is well"),
      .init("kpatch-webhook certs renew --dir certs", "a new serving certificate"),
    ])

  private static let createCertificates = Command(
    "create", "Make an authority and a serving certificate",
    discussion: [
      "Keys are written for their owner alone. Nothing that is there is replaced without --force: "
        + "API servers that trust the old authority would refuse what a new one signs."
    ],
    options: [folder] + names + [keySort, days, authorityDays, force],
    examples: [
      .init("kpatch-webhook certs create --service kpatch/kpatch-webhook", "for a cluster"),
      .init("kpatch-webhook certs create --dir /tmp/certs --dev", "for this machine"),
    ])

  private static let renewCertificates = Command(
    "renew", "Make a new serving certificate under the same authority",
    discussion: [
      "Names and the sort of key stay unless others are given; the key itself is new. A server "
        + "that reads the files takes them up by itself. Of a certificate that is lost or broken "
        + "give the names.",
      "An authority that would end before the new certificate is renewed as well. Its name and its "
        + "key stay, so whoever trusts the old one trusts the new certificate too; ca.crt has both "
        + "until the old one has ended. Register it again in the meantime, with config.",
    ],
    options: [folder] + names + [keySort, days, authorityDays],
    examples: [.init("kpatch-webhook certs renew --dir certs", "before it expires")])

  private static let showCertificates = Command(
    "show", "Say what certificates are, and whether they fit each other",
    discussion: [
      "Of ca.crt and tls.crt, or of those that are named: names, issuer, validity and fingerprint; "
        + "and whether tls.key belongs to tls.crt, ca.key to ca.crt, and tls.crt is signed by an "
        + "authority of ca.crt. Keys may be missing, and so may ca.crt.",
      "Exit status: 0 all fits and is valid; 1 something does not fit, has expired, is not valid "
        + "yet, ends within --min-days, or is not for a name that was given; 2 wrong usage, or a "
        + "file that cannot be read.",
    ],
    options: [folder, certificate, key, expectedAuthorities] + names + [
      minimumDays, certificateFormat,
    ],
    examples: [
      .init("kpatch-webhook certs show --dir certs", "all that is there"),
      .init(
        "kpatch-webhook certs show --tls-cert tls.crt --service kpatch/kpatch-webhook",
        "whether an API server would find its name in it"),
    ])
}

/// The sorts of keys that can be chosen.
enum KeyChoice: String, CaseIterable {
  case ecdsa, rsa
}
