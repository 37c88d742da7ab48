import Documents
import JSONSyntax

/// The root of a document that a test writes as JSON.
func parsed(_ text: String) throws -> Node {
  try JSONParser.parse(Source(text)).root
}
