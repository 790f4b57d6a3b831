import Source

extension Language {
  /// XML 1.0 and the many formats that are written in it.
  public static let xml = Language(
    name: "xml", title: "XML",
    extensions: [
      "xml", "xsd", "xsl", "xslt", "svg", "plist", "entitlements", "stringsdict", "xcprivacy",
      "mobileconfig", "tmlanguage", "tmtheme", "tmpreferences", "storyboard", "xib", "xcscheme",
      "xcworkspacedata", "csproj", "vbproj", "fsproj", "vcxproj", "sqlproj", "shproj", "proj",
      "projitems", "props", "targets", "filters", "pubxml", "ruleset", "slnx", "nuspec", "resx",
      "xaml", "axaml", "vsixmanifest", "vsct", "wxs", "wxl", "wxi", "rng", "wsdl", "wadl", "xlf",
      "xliff", "rss", "atom", "opml", "kml", "gpx", "musicxml", "fxml", "jelly", "jrxml",
      "iml", "dita", "ditamap", "docbook", "gir", "glade", "ui", "qrc", "tld", "jspx", "tagx",
      "urdf", "xacro", "launch", "pom", "xmi", "xul",
    ],
    fileNames: [
      "App.config", "app.config", "Web.config", "web.config", "packages.config", "NuGet.Config",
      "nuget.config", "NuGet.config", ".classpath", ".project",
    ],
    isData: true, layout: .elements,
    lex: { bytes, tokens, _ in
      guard var lexer = MarkupLexer(bytes, tokens, isHTML: false) else { return }
      lexer.run()
    },
    outline: { outliner in
      var outline = XMLOutline(outliner)
      outline.run()
      outliner = outline.out
      guard outliner.checksValidity, !XMLValidity.isOtherFormat(outliner) else { return }
      outliner.defects += XMLValidity.defects(of: outliner.text, unclosed: outline.firstUnclosed)
      outliner.defects = TemplateMarkers.softened(outliner.defects, in: outliner.text)
    })
}
