import Foundation

/// Base64 by another implementation than the one that is tested.
func decode(_ text: String) -> [UInt8]? {
  Data(base64Encoded: text).map { [UInt8]($0) }
}

func encode(_ bytes: [UInt8]) -> String {
  Data(bytes).base64EncodedString()
}
