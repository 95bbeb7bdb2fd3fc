# The command, and what makes it at home in a shell: completion, a manual page, and its link as a plugin
# of docker.

set(home ${PROJECT_BINARY_DIR}/at-home)
file(MAKE_DIRECTORY ${home})

# A shell finds each under the name that is usual there.
set(completion_bash dkr-ls)
set(completion_zsh _dkr-ls)
set(completion_fish dkr-ls.fish)
set(files_at_home)
foreach(shell bash zsh fish)
  set(file ${home}/${completion_${shell}})
  add_custom_command(OUTPUT ${file} COMMAND dkr-ls completion ${shell} > ${file} DEPENDS dkr-ls)
  list(APPEND files_at_home ${file})
endforeach()

# Without a date and a name in it, the same page always makes the same file.
set(page ${PROJECT_SOURCE_DIR}/man/dkr-ls.1)
add_custom_command(OUTPUT ${home}/dkr-ls.1.gz
                   COMMAND gzip --best --no-name --stdout ${page} > ${home}/dkr-ls.1.gz
                   DEPENDS ${page})
add_custom_target(dkr-ls-at-home ALL DEPENDS ${files_at_home} ${home}/dkr-ls.1.gz)

# docker looks for plugins in lib/docker/cli-plugins of /usr/local and /usr, whatever CMAKE_INSTALL_LIBDIR is.
set(plugins lib/docker/cli-plugins)
file(RELATIVE_PATH target_of_link /${plugins} /${CMAKE_INSTALL_BINDIR}/dkr-ls)
file(CREATE_LINK ${target_of_link} ${home}/docker-ls SYMBOLIC)

install(TARGETS dkr-ls)
install(FILES ${home}/${completion_bash}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
# Debian's zsh has a folder of its own for what packages bring.
install(CODE [[
  set(zsh_folder site-functions)
  if(CMAKE_INSTALL_PREFIX STREQUAL "/usr" AND EXISTS /etc/debian_version)
    set(zsh_folder vendor-completions)
  endif()
]])
install(FILES ${home}/${completion_zsh} DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/\${zsh_folder})
install(FILES ${home}/${completion_fish} DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)
install(FILES ${home}/dkr-ls.1.gz DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${home}/docker-ls DESTINATION ${plugins})
