import Documents
import Foundation
import HTTPServer
import JSONSyntax
import TestSupport
import Testing

@Suite("Making, renewing and showing certificates")
struct CertificateCommandTests {
  /// A line of shell in a folder; `certs` is the command.
  private func shell(_ line: String, in place: Workplace) throws -> Tool.Result {
    try Tool.shell("certs() { kpatch-webhook certs \"$@\"; }; \(line)", in: place.url)
  }

  private func mode(_ name: String, in place: Workplace) throws -> Int {
    let path = place.url.appendingPathComponent(name).path
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? Int) ?? -1
  }

  @Test(
    "What is made is what OpenSSL, an independent reader, takes for good",
    arguments: [("ecdsa", "NIST CURVE: P-256"), ("rsa", "Public-Key: (3072 bit)")])
  func made(sort: String, algorithm: String) throws {
    let place = try Workplace()
    let result = try shell(
      "umask 000; certs create --dir c --key \(sort) --service kpatch/web --san ::1 "
        + "--san '*.example.com' --days 30", in: place)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.hasPrefix("c/ca.crt, c/ca.key: CN=kpatch-webhook authority, until "))
    #expect(
      result.outputText.contains(
        "c/tls.crt, c/tls.key: web.kpatch.svc, web.kpatch.svc.cluster.local, ::1, *.example.com, "
          + "until "))
    #expect(try place.names() == ["c", "c/ca.crt", "c/ca.key", "c/tls.crt", "c/tls.key"])
    #expect(try mode("c", in: place) == 0o700)
    for key in ["c/ca.key", "c/tls.key"] { #expect(try mode(key, in: place) == 0o600) }
    for certificate in ["c/ca.crt", "c/tls.crt"] {
      #expect(try mode(certificate, in: place) == 0o644)
    }
    let verified = try shell(
      "openssl verify -x509_strict -purpose sslserver -CAfile c/ca.crt "
        + "-verify_hostname web.kpatch.svc c/tls.crt", in: place)
    #expect(verified.outputText == "c/tls.crt: OK\n", "\(verified.errorText)")
    let other = try shell(
      "openssl verify -CAfile c/ca.crt -verify_hostname other.svc c/tls.crt", in: place)
    #expect(other.errorText.contains("hostname mismatch"))
    let text = try shell("openssl x509 -in c/tls.crt -noout -text", in: place).outputText
    #expect(text.contains(algorithm), "\(text)")
    #expect(
      text.contains(
        "DNS:web.kpatch.svc, DNS:web.kpatch.svc.cluster.local, IP Address:0:0:0:0:0:0:0:1, "
          + "DNS:*.example.com"))
    #expect(text.contains("CA:FALSE") && text.contains("TLS Web Server Authentication"))
    #expect(text.contains("Key Encipherment") == (sort == "rsa"))
    let ends = try shell(
      "openssl x509 -in c/tls.crt -noout -checkend $((29 * 86400)) && "
        + "! openssl x509 -in c/tls.crt -noout -checkend $((31 * 86400)) && "
        + "openssl x509 -in c/ca.crt -noout -checkend $((3649 * 86400))", in: place)
    #expect(ends.status == 0)
    let shown = try shell("certs show --dir c --min-days 29 --service kpatch/web", in: place)
    #expect(shown.status == 0, "\(shown.outputText)")
  }

  @Test("The server serves what was made, to clients that check the name")
  func served() throws {
    let place = try Workplace()
    let made = try shell("certs create --dev --san kpatch.example.com", in: place)
    #expect(made.status == 0, "\(made.errorText)")
    let server = try Webhook(["--shutdown-delay", "0s"], in: place)
    // This client insists on localhost.
    #expect(try server.client().get("/livez").text == "ok")
    let curl =
      "curl -sS --cacert ca.crt --resolve kpatch.example.com:\(server.port):127.0.0.1 "
      + "--resolve other.example.com:\(server.port):127.0.0.1"
    let right = try shell(
      "\(curl) https://kpatch.example.com:\(server.port)/livez", in: place)
    #expect(right.outputText == "ok", "\(right.errorText)")
    let wrong = try shell("\(curl) https://other.example.com:\(server.port)/livez", in: place)
    #expect(wrong.status == 60, "\(wrong.errorText)")
    // A renewed certificate is taken up, and who trusted the old one trusts it.
    let before = try place.read("tls.crt")
    #expect(try shell("certs renew", in: place).status == 0)
    #expect(try place.read("tls.crt") != before)
    try server.wait { server.log.contains("the certificate was read again") }
    #expect(try server.client().get("/livez").text == "ok")
    #expect(server.stop() == 0)
  }

  @Test("Nothing that is there is replaced without --force, and then nothing is written")
  func overwriting() throws {
    for taken in ["ca.crt", "ca.key", "tls.crt", "tls.key"] {
      let place = try Workplace()
      try place.write(taken, "precious")
      let refused = try shell("certs create --dev", in: place)
      #expect(refused.status == 2)
      #expect(
        refused.errorText
          == "kpatch-webhook: \(taken): the file exists; --force replaces it\n")
      #expect(try place.files() == [taken: Array("precious".utf8)])
      #expect(try shell("certs create --dev --force", in: place).status == 0)
      #expect(try place.read(taken) != "precious")
      #expect(try place.names() == ["ca.crt", "ca.key", "tls.crt", "tls.key"])
      for key in ["ca.key", "tls.key"] { #expect(try mode(key, in: place) == 0o600) }
    }
  }

  @Test("Renewing keeps names, sort of key and authority, and makes a new key")
  func renewing() throws {
    let place = try Workplace()
    let made = try shell("certs create --service kpatch/web --key rsa --days 5", in: place)
    #expect(made.status == 0)
    let before = try place.files()
    #expect(try shell("certs renew --days 50", in: place).status == 0)
    let after = try place.files()
    #expect(after["ca.crt"] == before["ca.crt"] && after["ca.key"] == before["ca.key"])
    #expect(after["tls.crt"] != before["tls.crt"] && after["tls.key"] != before["tls.key"])
    let shown = try shell(
      "certs show --service kpatch/web --min-days 49 --format json", in: place)
    #expect(shown.status == 0, "\(shown.outputText)")
    let report = try JSONParser.parse(Source(shown.output)).root
    #expect(report["ok"]?.boolean == true)
    let leaf = try #require(report["certificates"]?.elements.map { $0 }.first)
    #expect(leaf["key"]?.string == "RSA 3072")
    #expect(leaf["daysLeft"]?.integer == 49 || leaf["daysLeft"]?.integer == 50)
    // Other names and another key where they are asked for.
    #expect(try shell("certs renew --san a.example.com --key ecdsa", in: place).status == 0)
    let text = try shell("openssl x509 -in tls.crt -noout -text", in: place).outputText
    #expect(text.contains("DNS:a.example.com\n") && text.contains("P-256"))
  }

  @Test("A certificate that is lost or broken is made anew for given names, by its authority")
  func lost() throws {
    for harm in ["rm tls.crt tls.key", "echo broken > tls.crt"] {
      let place = try Workplace()
      #expect(try shell("certs create --service kpatch/web && \(harm)", in: place).status == 0)
      let before = try place.files()
      let refused = try shell("certs renew", in: place)
      #expect(refused.status == 2)
      #expect(refused.errorText.hasPrefix("kpatch-webhook: tls.crt: "))
      #expect(try place.files() == before)
      #expect(try shell("certs renew --service kpatch/web", in: place).status == 0)
      #expect(try shell("certs show --service kpatch/web", in: place).status == 0)
      #expect(try place.files()["ca.crt"] == before["ca.crt"])
    }
  }

  @Test("An authority that would end too early is renewed, and both are trusted meanwhile")
  func authorityRenewed() throws {
    let place = try Workplace()
    #expect(
      try shell(
        "certs create --dev --days 20 --ca-days 20 && cp ca.crt old-ca.crt && "
          + "cp tls.crt old-tls.crt && certs renew --days 60 --ca-days 400", in: place
      ).status == 0)
    let count = try shell("grep -c BEGIN ca.crt", in: place).outputText
    #expect(count == "2\n")
    // Each certificate is trusted by who knows the old authority, the new one, or both.
    let result = try shell(
      """
      openssl x509 -in ca.crt -out new-ca.crt
      for ca in old-ca.crt new-ca.crt ca.crt; do
        for leaf in old-tls.crt tls.crt; do
          openssl verify -x509_strict -CAfile $ca -verify_hostname localhost $leaf || exit 1
        done
      done
      cmp old-ca.crt new-ca.crt >&2
      """, in: place)
    #expect(result.outputText.split(separator: "\n").count == 6, "\(result.errorText)")
    #expect(result.outputText.split(separator: "\n").allSatisfy { $0.hasSuffix(": OK") })
    #expect(result.status == 1, "the new authority is another certificate")
    let shown = try shell("certs show --min-days 10", in: place)
    #expect(shown.status == 0, "\(shown.outputText)")
    #expect(shown.outputText.contains("ca.crt (2 of 2)"))
    // It is long-lived now: another renewal leaves it alone.
    let before = try place.read("ca.crt")
    #expect(try shell("certs renew --days 60", in: place).status == 0)
    #expect(try place.read("ca.crt") == before)
  }

  /// A script that makes something wrong, and what is said of it.
  static let faults: [(script: String, said: String)] = [
    (
      "certs create --dir o --dev; cp o/tls.key tls.key",
      "failed   tls.key does not belong to tls.crt"
    ),
    ("certs create --dir o --dev; cp o/ca.key ca.key", "failed   ca.key does not belong to ca.crt"),
    (
      "certs create --dir o --dev; cp o/ca.crt o/ca.key .",
      "failed   tls.crt is not signed by an authority of ca.crt: "
    ),
    ("rm ca.key", "skipped  ca.key is not there"),
    ("rm ca.crt", "skipped  ca.crt is not there"),
    ("rm tls.key", "skipped  tls.key is not there"),
  ]

  @Test("What does not fit is said, with its own status", arguments: faults)
  func misfit(script: String, said: String) throws {
    let place = try Workplace()
    let shown = try shell("{ certs create --dev; \(script); } >/dev/null; certs show", in: place)
    #expect(shown.status == (said.hasPrefix("failed") ? 1 : 0))
    #expect(shown.outputText.contains(said), "\(shown.outputText)")
    let json = try shell("certs show --format json", in: place)
    #expect(json.status == shown.status)
    let report = try JSONParser.parse(Source(json.output)).root
    #expect(report["ok"]?.boolean == (shown.status == 0))
  }

  @Test("Validity and names are checked")
  func validity() throws {
    let place = try Webhook.workplace()
    try Webhook.write(try Webhook.issue(["localhost"], validSeconds: -60), "old", to: place)
    let old = try shell("certs show --tls-cert old.crt --ca-bundle ca.crt", in: place)
    #expect(old.status == 1)
    #expect(old.outputText.contains("failed   old.crt has expired\n"), "\(old.outputText)")
    #expect(old.outputText.contains("ok       old.crt is signed by an authority of ca.crt\n"))
    let early = try shell("certs show --min-days 31", in: place)
    #expect(early.status == 1)
    #expect(early.outputText.contains("failed   tls.crt is valid for only "))
    let named = try shell(
      "certs show --tls-cert tls.crt --tls-key tls.key --san localhost --san 10.0.0.1 "
        + "--service a/b", in: place)
    #expect(named.status == 1)
    #expect(named.outputText.contains("ok       tls.crt is for localhost\n"))
    #expect(named.outputText.contains("failed   tls.crt is not for 10.0.0.1\n"))
    #expect(named.outputText.contains("failed   tls.crt is not for b.a.svc\n"))
  }

  @Test("What is shown is what OpenSSL shows")
  func shown() throws {
    let place = try Workplace()
    let result = try shell("certs create --service a/b > /dev/null; certs show", in: place)
    let digest = try shell(
      "openssl x509 -in tls.crt -noout -fingerprint -sha256 | cut -d= -f2 | tr -d : "
        + "| tr A-F a-f", in: place)
    let serial = try shell(
      "openssl x509 -in tls.crt -noout -serial | cut -d= -f2 | tr A-F a-f", in: place)
    let text = result.outputText
    #expect(text.contains("  SHA-256  \(digest.outputText)"), "\(text)")
    #expect(text.contains("  Serial   \(serial.outputText)"))
    #expect(text.contains("  Subject  CN=b.a.svc\n"))
    #expect(text.contains("  Names    b.a.svc, b.a.svc.cluster.local\n"))
    #expect(text.contains("  Issuer   CN=kpatch-webhook authority\n"))
    #expect(text.contains("  Key      ECDSA P-256\n"))
    #expect(text.contains("  Key      ECDSA P-256, may sign certificates\n"))
    #expect(!text.contains("PRIVATE") && !text.contains("BEGIN"))
  }

  /// Words of the command line, the status and what has to stand in the error.
  static let mistakes: [(words: String, status: Int32, error: String)] = [
    ("create", 2, "what is the certificate for?"),
    ("create --service kpatch", 2, "--service is written NAMESPACE/NAME"),
    ("create --service A/b", 2, "--service is written NAMESPACE/NAME"),
    ("create --san 'a,DNS:b'", 2, "--san: 'a,DNS:b' is neither a DNS name nor an IP address"),
    ("create --san 999.1.1.1", 2, "'999.1.1.1' is neither a DNS name nor an IP address"),
    ("create --san '*.*.com'", 2, "'*.*.com' is neither a DNS name nor an IP address"),
    ("create --san '*'", 2, "'*' is neither a DNS name nor an IP address"),
    ("create --dev --days 0", 2, "--days is a number of days from 1 to 36500"),
    ("create --dev --days +1", 2, "--days is a number of days from 1 to 36500"),
    ("create --dev --days 9 --ca-days 8", 2, "--days is more than --ca-days"),
    ("create --dev --ca-days 36501", 2, "--ca-days is a number of days from 1 to 36500"),
    ("create --dev --key dsa", 2, "option '--key' is ecdsa or rsa"),
    ("create --dev --dir file", 4, "file/ca.key: not a directory"),
    ("create --dev --dir a/b", 4, "kpatch-webhook: a/b: no such file or directory\n"),
    ("renew", 2, "kpatch-webhook: ca.crt: no such file or directory\n"),
    ("renew --dir broken", 2, "broken/ca.crt: there is no certificate in the file"),
    ("show", 2, "kpatch-webhook: tls.crt: no such file or directory\n"),
    ("show --tls-cert file", 2, "file: there is no certificate in the file"),
    ("show --tls-key file", 2, "--tls-key needs --tls-cert"),
    ("show --min-days -1", 2, "--min-days is a number of days from 0 to 36500"),
    ("show --format xml", 2, "option '--format' is text or json"),
    ("", 2, "Usage:\n  kpatch-webhook certs COMMAND"),
  ]

  @Test("A mistake has its status and its error", arguments: mistakes)
  func mistake(words: String, status: Int32, error: String) throws {
    let place = try Workplace()
    try place.write("file", "hello")
    for name in ["ca.crt", "ca.key", "tls.crt"] { try place.write("broken/\(name)", "hello") }
    let before = try place.files()
    let result = try shell("certs \(words)", in: place)
    #expect(result.status == status, "\(result.errorText)")
    #expect(result.errorText.contains(error), "\(result.errorText)")
    #expect(result.output.isEmpty)
    #expect(try place.files() == before)
  }

  @Test("An authority that somebody else made is renewed under its whole name")
  func foreignAuthority() throws {
    let place = try Workplace()
    let result = try shell(
      """
      openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 5 \
        -subj "/O=Example Works/OU=Ops/CN=root" -keyout ca.key -out ca.crt 2> /dev/null
      certs create --dir o --dev > /dev/null; cp o/tls.crt o/tls.key . && cp ca.crt old.crt
      certs renew --days 30 && openssl verify -CAfile old.crt tls.crt && certs show
      """, in: place)
    #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
    #expect(result.outputText.contains("tls.crt: OK\n"))
    #expect(result.outputText.contains("  Subject  CN=root,OU=Ops,O=Example Works\n"))
  }

  @Test("A name that cannot be kept is said, with the file that has it")
  func foreignName() throws {
    let place = try Workplace()
    let result = try shell(
      "{ certs create --dev; openssl req -x509 -key tls.key -subj /CN=a -out tls.crt "
        + "-addext subjectAltName=URI:spiffe://a/b; } > /dev/null; certs renew", in: place)
    #expect(result.status == 2)
    #expect(
      result.errorText
        == "kpatch-webhook: tls.crt: spiffe://a/b is neither a DNS name nor an IP address: "
        + "give the names to keep, with --san\n")
    let renewed = try shell("certs renew --san a.example.com && certs show", in: place)
    #expect(renewed.status == 0, "\(renewed.errorText)")
  }

  @Test("A key that does not belong to its authority renews nothing")
  func foreignKey() throws {
    let place = try Workplace()
    let result = try shell(
      "{ certs create --dev; certs create --dir o --dev; cp o/ca.key .; } > /dev/null; "
        + "sha256sum ca.* tls.* > sums; certs renew; s=$?; sha256sum -c --quiet sums; exit $s",
      in: place)
    #expect(result.status == 2)
    #expect(
      result.errorText
        == "kpatch-webhook: ca.key: the private key does not belong to the certificate\n")
  }
}
