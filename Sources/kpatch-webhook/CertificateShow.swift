import CommandLine
import Documents
import HTTPServer
import JSONSyntax

/// `kpatch-webhook certs show`.
struct CertificateShow {
  private let options: CertificateOptions

  init(_ invocation: Invocation) throws(StartError) {
    do {
      options = try CertificateOptions(invocation)
    } catch {
      throw .usage(error)
    }
    if options.certificatePath == nil, options.keyPath != nil {
      throw .usage(.other("--tls-key needs --tls-cert"))
    }
  }

  func run(_ output: Output) throws(StartError) -> ExitStatus {
    let inspection = try CertificateInspection(options, now: MonotonicClock.wallSeconds())
    switch options.format {
    case .text: output.write(Self.text(of: inspection))
    case .json: output.write(Self.value(of: inspection).json(.pretty) + "\n")
    }
    return inspection.isSound ? .clean : .negative
  }

  private static func text(of inspection: CertificateInspection) -> String {
    var text = ""
    for entry in inspection.entries {
      let report = entry.report
      let details = report.details
      let left = CertificateTime(details.validUntil).daysLeft(from: inspection.now)
      let facts = [
        ("Subject", report.subject), ("Names", details.names.joined(separator: ", ")),
        ("Issuer", report.issuer),
        ("Key", report.key + (report.isAuthority ? ", may sign certificates" : "")),
        (
          "Valid",
          "\(CertificateTime(details.validFrom).text) to "
            + "\(CertificateTime(details.validUntil).text), \(left) days left"
        ),
        ("Serial", report.serial), ("SHA-256", report.fingerprint),
      ]
      text += TerminalText.escaped(CertificateInspection.title(of: entry)) + "\n"
      for (name, fact) in facts where !fact.isEmpty {
        let gap = String(repeating: " ", count: 9 - name.utf8.count)
        text += "  \(name)\(gap)\(TerminalText.escaped(fact))\n"
      }
      text += "\n"
    }
    for check in inspection.checks {
      let word = check.result.rawValue
      let gap = String(repeating: " ", count: 9 - word.utf8.count)
      text += "\(word)\(gap)\(TerminalText.escaped(check.text))\n"
    }
    return text
  }

  private static func value(of inspection: CertificateInspection) -> Value {
    let entries = inspection.entries.map { entry -> Value in
      let report = entry.report
      let details = report.details
      let left = CertificateTime(details.validUntil).daysLeft(from: inspection.now)
      return [
        "file": .string(entry.path), "position": .integer(entry.position),
        "subject": .string(report.subject),
        "names": .sequence(details.names.map { .string($0) }), "issuer": .string(report.issuer),
        "key": .string(report.key), "isAuthority": .boolean(report.isAuthority),
        "notBefore": .string(CertificateTime(details.validFrom).text),
        "notAfter": .string(CertificateTime(details.validUntil).text),
        "daysLeft": .integer(left), "serial": .string(report.serial),
        "sha256": .string(report.fingerprint),
      ]
    }
    let checks = inspection.checks.map { check -> Value in
      ["result": .string(check.result.rawValue), "message": .string(check.text)]
    }
    return [
      "ok": .boolean(inspection.isSound), "certificates": .sequence(entries),
      "checks": .sequence(checks),
    ]
  }
}
