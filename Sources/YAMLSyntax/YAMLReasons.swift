import Documents

// Every reason why a YAML stream is refused. Each says what an input did; the wording is pinned by
// tests with an input that causes it.
extension SyntaxError.Reason {
  // MARK: Text

  static let notUTF8Encoding = Self(
    id: "yaml-encoding", message: "this file is not in UTF-8 but in UTF-16 or UTF-32",
    remedy: "save it in the encoding UTF-8")
  static let controlCharacter = Self(
    id: "yaml-control-character", message: "a control character stands in the text",
    remedy: "remove it, or write it as an escape (\\x1b) in a double-quoted string")
  static let byteOrderMark = Self(
    id: "yaml-byte-order-mark",
    message: "a byte order mark (U+FEFF), which editors do not show, begins this line",
    remedy: "remove it, or save the file that was put here as UTF-8 without a byte order mark")

  // MARK: Structure

  static let tabIndentation = Self(
    id: "yaml-tab-indentation", message: "a tab is used for indentation",
    remedy: "indent with spaces")
  static let badIndentation = Self(
    id: "yaml-bad-indentation", message: "this line is not indented like its neighbours",
    remedy: "give entries of one mapping or sequence the same indentation")
  static let mappingNotAllowed = Self(
    id: "yaml-mapping-not-allowed", message: "mapping values are not allowed here",
    remedy: "put quotes around a text that holds ': ', or begin the mapping on a line of its own")
  static let sequenceNotAllowed = Self(
    id: "yaml-sequence-not-allowed", message: "a block sequence is not allowed here",
    remedy: "begin the sequence on a line of its own")
  static let expectedKey = Self(
    id: "yaml-expected-key", message: "this line should be an entry 'key: value' and has no ':'",
    remedy: "add the ':', or indent the line more if it continues the text above")
  static let expectedEntry = Self(
    id: "yaml-expected-entry", message: "this line should be an item '- ' of the sequence above",
    remedy: "begin it with '- ', or mend its indentation")
  static let keyTooLong = Self(
    id: "yaml-key-too-long", message: "a key must stand on one line and have at most 1024 bytes",
    remedy: "write it as '? key' with ': value' on the next line")
  static let multilineKey = Self(
    id: "yaml-multiline-key", message: "a key must stand on one line",
    remedy: "join its lines, or mend the indentation of what follows it")
  static let complexKey = Self(
    id: "yaml-complex-key", message: "the key of a mapping is itself a mapping or a sequence",
    remedy: "use a string as the key: Kubernetes objects have no others")
  static let nullKey = Self(
    id: "yaml-null-key", message: "the key of a mapping is null",
    remedy: "put quotes around it, or name the key that is missing before the ':'")
  static let unexpectedContent = Self(
    id: "yaml-unexpected-content", message: "nothing more can follow on this line",
    remedy: "begin a new line, or put quotes around the whole text")
  static let contentAfterRoot = Self(
    id: "yaml-content-after-root", message: "the document has already ended before this line",
    remedy: "begin another document with '---', or mend the indentation")
  static let indicator = Self(
    id: "yaml-reserved-indicator", message: "no plain text can begin with this character",
    remedy: "put quotes around the text")

  // MARK: Flow collections

  static let unclosedSequence = Self(
    id: "yaml-unclosed-sequence", message: "a sequence is opened with '[' and never closed",
    remedy: "add the ']'")
  static let unclosedMapping = Self(
    id: "yaml-unclosed-mapping", message: "a mapping is opened with '{' and never closed",
    remedy: "add the '}'")
  static let wrongBracket = Self(
    id: "yaml-wrong-bracket", message: "this bracket does not close what is open",
    remedy: "close ']' what '[' has opened, and '}' what '{' has")
  static let missingComma = Self(
    id: "yaml-missing-comma", message: "a ',' or the closing bracket is missing here",
    remedy: "separate the entries with ','")
  static let emptyFlowEntry = Self(
    id: "yaml-empty-flow-entry", message: "nothing stands before this ','",
    remedy: "remove the ',' or write the missing entry")
  static let flowIndentation = Self(
    id: "yaml-flow-indentation", message: "this line must be indented more than the lines around",
    remedy: "indent every line of the value more than its key")

  // MARK: Scalars

  static let unclosedDoubleQuote = Self(
    id: "yaml-unclosed-double-quote", message: "a double-quoted string is never closed",
    remedy: "add the closing quote; inside the string, write a quote as \\\"")
  static let unclosedSingleQuote = Self(
    id: "yaml-unclosed-single-quote", message: "a single-quoted string is never closed",
    remedy: "add the closing quote; inside the string, write a quote twice")
  static let badEscape = Self(
    id: "yaml-bad-escape", message: "this is no escape sequence of YAML",
    remedy: "write a backslash as '\\\\', or use single quotes")
  static let blockHeader = Self(
    id: "yaml-block-header", message: "'|' or '>' is followed by something that cannot be there",
    remedy: "write at most a digit 1 to 9 and a '-' or '+' after it, and the text on the next line")
  static let blockLeadingSpaces = Self(
    id: "yaml-block-leading-spaces",
    message: "an empty line before the text is indented more than the text",
    remedy: "remove the spaces of the empty line, or give the indentation as a digit after '|'")
  static let notResolvable = Self(
    id: "yaml-tag-mismatch", message: "this value does not fit its tag",
    remedy: "mend the value or remove the tag")
  static let notANumber = Self(
    id: "yaml-not-in-json", message: "infinity and NaN cannot be part of a Kubernetes object",
    remedy: "put quotes around it if it is meant as text")

  // MARK: Properties

  static let badAnchor = Self(
    id: "yaml-bad-anchor", message: "'&' or '*' needs a name after it",
    remedy: "name the anchor, or put quotes around the text")
  static let duplicateProperty = Self(
    id: "yaml-duplicate-property", message: "one value has two anchors or two tags",
    remedy: "remove one of them")
  static let badTag = Self(
    id: "yaml-bad-tag", message: "this is no tag",
    remedy: "put quotes around a text that begins with '!'")
  static let unknownTagHandle = Self(
    id: "yaml-unknown-tag-handle", message: "no %TAG directive declares the handle of this tag")
  static let unknownAlias = Self(
    id: "yaml-unknown-alias", message: "no anchor of this name stands before this alias",
    remedy: "mend the name, or put quotes around a text that begins with '*'")
  static let aliasWithProperties = Self(
    id: "yaml-alias-with-properties", message: "an alias can have neither anchor nor tag",
    remedy: "remove the anchor or the tag before it")
  static let aliasCycle = Self(
    id: "yaml-alias-cycle", message: "an alias stands inside the value that it stands for")
  static let tooManyAliases = Self(
    id: "yaml-too-many-aliases", message: "aliases make this document larger than allowed",
    remedy: "write the values out, or split the document")
  static let mergeNeedsMapping = Self(
    id: "yaml-merge-needs-mapping",
    message: "'<<' needs a mapping or a sequence of mappings as its value")

  // MARK: Directives

  static let badDirective = Self(
    id: "yaml-bad-directive", message: "this directive is not well-formed",
    remedy: "write '%YAML 1.2' or '%TAG !name! prefix'")
  static let duplicateDirective = Self(
    id: "yaml-duplicate-directive", message: "this directive stands twice before one document")
  static let unsupportedVersion = Self(
    id: "yaml-version", message: "the document asks for a version of YAML other than 1")
  static let missingDocumentStart = Self(
    id: "yaml-missing-document-start", message: "directives must be followed by a line '---'",
    remedy: "add the line '---' before the document")

  // MARK: Templates

  static let helmTemplate = Self(
    id: "helm-template", message: "this is a Helm template",
    remedy: "render it first with helm template")
}
