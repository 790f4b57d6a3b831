// Where the language service of TypeScript finds references: reads {path, line, column} a line from
// standard input, prints [[path, line, column], ...] or null for each. The folder is the argument.
"use strict";
const fs = require("fs");
const path = require("path");
let ts;
try {
  ts = require("typescript");
} catch {
  ts = require("/usr/share/nodejs/typescript");
}

const root = path.resolve(process.argv[2]);
const files = [];
function walk(folder) {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) {
      if (entry.name !== ".git" && entry.name !== "node_modules") walk(full);
    } else if (/\.(ts|tsx|js|jsx|mjs)$/.test(entry.name) && fs.statSync(full).size < 1e6) {
      files.push(full);
    }
  }
}
walk(root);

let options = {};
const configuration = path.join(root, "tsconfig.json");
if (fs.existsSync(configuration)) {
  const read = ts.readConfigFile(configuration, ts.sys.readFile);
  options = ts.parseJsonConfigFileContent(read.config || {}, ts.sys, root).options;
}
Object.assign(options, { allowJs: true, noEmit: true, skipLibCheck: true, checkJs: false });
options.moduleResolution = ts.ModuleResolutionKind.NodeJs;
options.jsx = options.jsx || ts.JsxEmit.Preserve;

// The packages of a workspace by their names, which would be links in node_modules.
const packages = {};
for (const entry of fs.existsSync(path.join(root, "packages")) ? fs.readdirSync(path.join(root, "packages")) : []) {
  const file = path.join(root, "packages", entry, "package.json");
  if (!fs.existsSync(file)) continue;
  const name = JSON.parse(fs.readFileSync(file, "utf8")).name;
  const source = [`packages/${entry}/src`, `packages/${entry}`];
  packages[name] = source;
  packages[name + "/*"] = source.map((folder) => folder + "/*");
}
options.baseUrl = options.baseUrl || root;
if (options.baseUrl === root) options.paths = { ...packages, ...options.paths };

const host = {
  getScriptFileNames: () => files,
  getScriptVersion: () => "1",
  getScriptSnapshot: (name) =>
    fs.existsSync(name) ? ts.ScriptSnapshot.fromString(fs.readFileSync(name, "utf8")) : undefined,
  getCurrentDirectory: () => root,
  getCompilationSettings: () => options,
  getDefaultLibFileName: (settings) => ts.getDefaultLibFilePath(settings),
  fileExists: ts.sys.fileExists,
  readFile: ts.sys.readFile,
  readDirectory: ts.sys.readDirectory,
  directoryExists: ts.sys.directoryExists,
  getDirectories: ts.sys.getDirectories,
};
const service = ts.createLanguageService(host);
const program = service.getProgram();

for (const line of fs.readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  const question = JSON.parse(line);
  const name = path.join(root, question.path);
  let result = null;
  try {
    const source = program.getSourceFile(name);
    const offset = source.getPositionOfLineAndCharacter(question.line - 1, question.column - 1);
    const found = service.findReferences(name, offset);
    if (found) {
      result = [];
      for (const symbol of found) {
        for (const reference of symbol.references) {
          if (!reference.fileName.startsWith(root)) continue;
          const place = program.getSourceFile(reference.fileName)
            .getLineAndCharacterOfPosition(reference.textSpan.start);
          result.push([path.relative(root, reference.fileName), place.line + 1, place.character + 1]);
        }
      }
    }
  } catch (error) {
    result = null;
  }
  console.log(JSON.stringify(result));
}
