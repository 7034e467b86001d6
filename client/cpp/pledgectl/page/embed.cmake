# Writes the files of the page into a C++ source file: cmake -D OUT=FILE -D DIR=FOLDER -P embed.cmake
# String literals have a length limit, so the bytes go in as numbers.
function(append_part name)
  set(hex "")
  foreach(file IN LISTS ARGN)
    file(READ ${DIR}/${file} part HEX)
    string(APPEND hex "${part}")
  endforeach()
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  file(APPEND ${OUT}.new "constexpr unsigned char k${name}Bytes[] = {${bytes}};\n"
    "const std::string_view k${name}(reinterpret_cast<const char*>(k${name}Bytes), sizeof(k${name}Bytes));\n")
endfunction()

file(WRITE ${OUT}.new "#include \"client/cpp/pledgectl/page_parts.h\"\nnamespace pledge::cli {\n")
append_part(PageTemplate page.html)
append_part(PageStyle page.css)
append_part(PageScript words.js letter.js view.js page.js)
file(APPEND ${OUT}.new "}\n")
file(RENAME ${OUT}.new ${OUT})
