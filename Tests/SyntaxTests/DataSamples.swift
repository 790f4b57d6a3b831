/// Well-formed sources with the hard spots of each format, to be cut and mutated.
let tomlSample = """
  # comment
  title = "a \\" # \\u00e9" # comment
  'quoted key' = 'C:\\path'
  a.b."c d" = 1_000
  1.2 = +0.5e-3
  dates = [1979-05-27T07:32:00Z, 1979-05-27 07:32:00.5-07:00, 07:32:00, 1979-05-27,]
  long = \"\"\"
  [no.table] \\
     "" # text\"\"\"\"\"
  raw = '''
  'x' \\ '''
  inline = { x = 1, "y" = [ { z = inf } ], w.v = nan }
  hex = [0xFF, 0o7, 0b1,
    # within
    -9]

  [table."x.y"] # comment
  key = true
  [[array]]
  name = "one"
  [array.sub]
  k = false
  [[ array ]]
  id = "two"
  """

let xmlSample = """
  <?xml version="1.0" encoding="UTF-8"?>
  <!DOCTYPE root [
    <!-- ]> -->
    <!ENTITY e "]>">
    <!ATTLIST root a CDATA #IMPLIED>
  ]>
  <root xmlns:x="urn:x" a='1 > 0'>
    <!-- <no> element -->
    <x:item id="one" b = "two"/>
    <item name="three">text &amp; &e; more <b>bold</b> rest</item>
    <code><![CDATA[<a> & ]] ]]></code>
    <?php echo "<b>"; ?>
    <blank>   </blank>
    <a><b><c><d>deep</d></c></b></a>
  </root>
  """

let htmlSample = """
  <!DOCTYPE html>
  <html lang=en>
  <head><title>A <b> title</title><meta charset="utf-8"><!-- <script> -->
  <script>if (a < b && "</p>") { x("{{"); }</script>
  <style id="s">a > b { color: red }</style></head>
  <body class="{{ "x > y" }}" {% if a %}hidden{% endif %}>
  <h1 id=top>One &amp; <em>two</em></h1>
  <p>para<p>graph<br>
  <ul id="list"><li id=a>one<li>two</ul>
  <h2>Sub</h2><pre>  kept
    as is</pre><textarea>
  <b></textarea>
  <%= render "x" %><?php if ($a > 1): ?><img src=a.png><?php endif ?>
  <table><tr><td>1<td>2<tr><td>3</table>
  <h3>Deeper<!--[if IE]><p><![endif]--></h3>
  <input value='a"b' disabled/> a < b
  </body></html>
  """

let markdownSample = """
  ---
  title: "x"  # no comment
  # comment
  list:
    - a
  ---
  # One #

  Text with `code` and
  more text.  
  After a break.

  Two
  lines
  ---

  ```sh
  # no heading
  ~~~
  ```

  - item
    # in the item

    ~~~~ text
    # code
    ~~~
    ~~~~
  - 1. nested
        code

  > # quoted
  > text
  lazy

      # code

  <!-- # comment
  # comment -->
  <div>
  # html
  </div>

  | a | b |
  |---|---|
  | 1 | 2 |

  ***
  [label]: https://example.org "title"
  ## Last
  """

let iniSample = """
  ; comment
  root = true
  [section]
  key = value ; no comment
  other: x = y
      continued = line
  # comment
  empty =
  alone
  [*.{js,py}]
  a = [b]
  [sub "name"] # comment
  url = https://example.org/#x
  """
