import Admission
import CommandLine
import Documents
import HTTPServer
import JSONSyntax
import Manifests
import Policy
import YAMLSyntax

/// `kpatch-webhook config`.
struct ConfigCommand {
  private let options: ConfigOptions

  init(_ invocation: Invocation) throws(StartError) {
    do {
      options = try ConfigOptions(invocation)
    } catch {
      throw .usage(error)
    }
  }

  /// Prints the configurations to `output`, and what is worth knowing of them to `notes`.
  func run(_ output: Output, notes: Output) throws(StartError) {
    let reading = PolicyFiles(paths: options.policyPaths).read(today: Machine.today)
    guard let policy = reading.policy else { throw .refused(reading.problems) }
    var remarks = reading.problems
    var registration = options.registration
    if let path = options.authorityBundle {
      registration.authorities = try Self.authorities(in: path, &remarks)
    } else {
      remarks.append(
        "there is no --ca-bundle: until somebody fills in caBundle, no API server trusts the server"
      )
    }
    if WebhookRegistration.injectors.contains(where: { $0 <= registration.name }) {
      remarks.append(
        "'\(registration.name)' comes after the configurations of Linkerd or EKS: their injectors "
          + "do not see what the mutators write")
    }
    let objects = registration.objects(for: policy)
    if objects.isEmpty {
      remarks.append("the policy neither changes nor judges anything: no configuration is needed")
    }
    write(objects, to: output)
    for remark in remarks { notes.write("kpatch-webhook: \(remark)\n") }
    notes.flush()
  }

  private func write(_ objects: [Value], to output: Output) {
    switch options.format {
    case .yaml:
      for (index, object) in objects.enumerated() {
        if index > 0 { output.write("---\n") }
        output.write(YAMLWriter.document(object))
      }
    case .json:
      let list: Value = ["apiVersion": "v1", "kind": "List", "items": .sequence(objects)]
      output.write(list.json(.pretty) + "\n")
    }
  }

  /// The certificates of a file, and nothing else that is in it. A configuration is read by many:
  /// where a private key is near, somebody has taken the wrong file.
  private static func authorities(
    in path: FilePath, _ remarks: inout [String]
  ) throws(StartError) -> [UInt8] {
    do throws(TLSFiles.Problem) {
      let bytes = try TLSFiles.read(path)
      do throws(TLSError) {
        let bundle = try CertificateBundle(pem: bytes)
        let now = MonotonicClock.wallSeconds()
        for details in bundle.certificates where details.validUntil <= now {
          remarks.append(
            VisibleText.escaped("\(path.text): the certificate '\(details.commonName)' has expired")
          )
        }
        return bundle.text
      } catch {
        throw TLSFiles.Problem(path, error.message)
      }
    } catch {
      throw .refused([error.text])
    }
  }
}
