# SPDX-License-Identifier: MIT
#
# Installs the command with its shell completion, its manual page, and a link that makes it a plugin of
# docker.

set(home ${PROJECT_BINARY_DIR}/at-home)
file(MAKE_DIRECTORY ${home})

# Each shell looks for completion under its own file name.
set(completion_bash dkr-ls)
set(completion_zsh _dkr-ls)
set(completion_fish dkr-ls.fish)
set(files_at_home)
foreach(shell bash zsh fish)
  set(file ${home}/${completion_${shell}})
  add_custom_command(OUTPUT ${file} COMMAND dkr-ls completion ${shell} > ${file} DEPENDS dkr-ls)
  list(APPEND files_at_home ${file})
endforeach()

# gzip stores neither date nor name, so that the same page always gives the same bytes.
set(page ${PROJECT_SOURCE_DIR}/man/dkr-ls.1)
add_custom_command(OUTPUT ${home}/dkr-ls.1.gz
                   COMMAND gzip --best --no-name --stdout ${page} > ${home}/dkr-ls.1.gz
                   DEPENDS ${page})
add_custom_target(dkr-ls-at-home ALL DEPENDS ${files_at_home} ${home}/dkr-ls.1.gz)

# docker searches lib/docker/cli-plugins of /usr/local and /usr, so CMAKE_INSTALL_LIBDIR does not matter here.
set(plugins lib/docker/cli-plugins)
file(RELATIVE_PATH target_of_link /${plugins} /${CMAKE_INSTALL_BINDIR}/dkr-ls)
file(CREATE_LINK ${target_of_link} ${home}/docker-ls SYMBOLIC)

set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME command)
install(TARGETS dkr-ls)
install(FILES ${home}/${completion_bash}
        DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions)
# Debian's zsh has a separate folder for files of packages.
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
