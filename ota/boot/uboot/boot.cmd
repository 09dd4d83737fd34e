# U-Boot's part of an update, as a script: which slot starts (docs/decisions/0014-update-engine.md, "At each start").
# A reference for integrators; boot.scr is made of it by: mkimage -T script -C none -d boot.cmd boot.scr
#
# U-Boot needs: part, env import, env export, setexpr with sub (CONFIG_REGEX), itest, cp, cmp, mw, iminfo, bootm, SHA-256
# in FIT images. A board whose U-Boot keeps its environment in two copies by itself (CONFIG_SYS_REDUNDAND_ENVIRONMENT)
# has the variables already: there the step "Read" is left out, and "Write" is setenv and saveenv.
#
# Numbers are hexadecimal, places on the disk in sectors of 512 bytes. Variables that are set with "=" alone belong to the
# shell: they outlive "env import -d", are never saved, and cannot be made empty again: "none" stands for that.

# --- The board
part start virtio 0 pupsentry-env found
first_at=${found}
setexpr found ${found} + 400
second_at=${found}
copy_sectors=10
# The length of a copy without one byte: that of its checksum and its data, see below.
copy_bytes=1fff
first=48000000
second=48010000
spare=48020000
work=48030000
label=48040000
fit=4c000000
fit_max_sectors=20000
board_args="console=ttyAMA0 quiet panic=-1 pupsentry.watchdog"
tree=${fdtcontroladdr}

# --- Read: a copy is its checksum (4 bytes), its flags (1 byte), its data. With the checksum moved over the flags it is what
# "env import -c" knows, and checks.
virtio read ${first} ${first_at} ${copy_sectors}
setexpr.b flags *48000004
first_flags=${flags}
cp.b ${first} ${work} 4
cp.b ${work} 48000001 4
first_sound=no
if env import -c 48000001 ${copy_bytes} boot_order; then first_sound=yes; fi
virtio read ${second} ${second_at} ${copy_sectors}
setexpr.b flags *48010004
second_flags=${flags}
cp.b ${second} ${work} 4
cp.b ${work} 48010001 4
second_sound=no
if env import -c 48010001 ${copy_bytes} boot_order; then second_sound=yes; fi

# The newer of two: flags count up, and 0 comes after ff.
newest=none
if test "${first_sound}" = yes; then newest=1; fi
if test "${second_sound}" = yes; then
  if test "${first_sound}" = no; then
    newest=2
  elif test "${first_flags}" = ff -a "${second_flags}" = 0; then
    newest=2
  elif test "${first_flags}" = 0 -a "${second_flags}" = ff; then
    newest=1
  elif itest ${second_flags} > ${first_flags}; then
    newest=2
  fi
fi

order=none
trial=none
tries=none
failed=none
setenv boot_order
setenv boot_trial
setenv boot_tries
setenv boot_failed
names="boot_order boot_trial boot_tries boot_failed"
if test "${newest}" = 1; then env import -c 48000001 ${copy_bytes} ${names}; fi
if test "${newest}" = 2; then env import -c 48010001 ${copy_bytes} ${names}; fi
for named in ${boot_order}; do
  if test "${named}" = A -o "${named}" = B; then
    if test "${order}" = none; then order=${named}; else order="${order} ${named}"; fi
  fi
done
if test "${order}" = none; then order="A B"; fi
if test "${boot_trial}" = A -o "${boot_trial}" = B; then trial=${boot_trial}; fi
if test "${boot_tries}" = 1 -o "${boot_tries}" = 2 -o "${boot_tries}" = 3; then tries=${boot_tries}; fi
if test -n "${boot_failed}"; then failed=${boot_failed}; fi

# --- Choose, in two rounds: the slot on trial, then the others. What is chosen has a sound label and a whole boot part.
chosen=none
chosen_how=none
for round in trial others; do
  if test "${chosen}" = none; then
    wanted=none
    if test "${round}" = trial -a "${trial}" != none -a "${tries}" != none; then wanted="${trial}-trial"; fi
    if test "${round}" = others; then
      if test "${trial}" = A; then order=B; fi
      if test "${trial}" = B; then order=A; fi
      for named in ${order}; do wanted="${wanted} ${named}-order"; done
      wanted="${wanted} A-failsafe B-failsafe"
    fi
    # A label's numbers are decimal: digit by digit.
    setenv read_number 'setenv number 0
      for place in 1 2 3 4 5 6 7 8 9; do
        if test -n "${digits}"; then
          setexpr digit sub "^(.).*" "\\\\1" ${digits}
          setexpr digits sub "^." "" ${digits}
          setexpr number ${number} * a
          setexpr number ${number} + ${digit}
        fi
      done'

    for wish in ${wanted}; do
      if test "${chosen}" = none -a "${wish}" != none; then
        setexpr slot sub "-.*" "" ${wish}
        setexpr how sub "^.-" "" ${wish}
        if test "${slot}" = A; then name=pupsentry-a; else name=pupsentry-b; fi
        part start virtio 0 ${name} start
        part size virtio 0 ${name} size
        setexpr at ${size} / 8
        setexpr at ${at} * 8
        setexpr at ${at} + ${start}
        setexpr at ${at} - 8
        setenv format
        virtio read ${label} ${at} 8
        env import -c ${label} 1000 format root_hash salt data_blocks boot_blocks
        if test "${format}" = 1; then
          setenv digits ${data_blocks}
          run read_number
          setexpr end ${number} * 8
          setenv digits ${boot_blocks}
          run read_number
          setexpr count ${number} * 8
          fits=no
          if itest ${count} > 0 && itest ${count} <= ${fit_max_sectors}; then
            if itest ${count} < ${end} && itest ${end} < ${size}; then fits=yes; fi
          fi
          setexpr at ${start} + ${end}
          setexpr at ${at} - ${count}
          if test "${fits}" = yes && virtio read ${fit} ${at} ${count} && iminfo ${fit}; then
            chosen=${slot}
            chosen_how=${how}
            root_args="pupsentry.root_hash=${root_hash} pupsentry.salt=${salt} pupsentry.data_blocks=${data_blocks}"
          fi
        fi
      fi
    done

    # --- Write, when there is a trial: one try less, or that it has failed. Into the older copy, with all that the newer one
    # holds; read back. A trial whose try cannot be counted does not start.
    must_write=no
    if test "${round}" = trial -a "${chosen}" != none; then
      must_write=yes
      new_order="${order}"
      new_trial=${trial}
      setexpr left ${tries} - 1
      new_tries=${left}
      new_failed=${failed}
    elif test "${round}" = others -a "${trial}" != none; then
      must_write=yes
      new_order=${order}
      new_trial=none
      new_tries=none
      new_failed=${trial}
    fi
    if test "${must_write}" = yes; then
      if test "${newest}" = 1; then
        setexpr flags ${first_flags} + 1
        target_at=${second_at}
        newest_body=48000001
      else
        setexpr flags ${second_flags} + 1
        target_at=${first_at}
        newest_body=48010001
      fi
      setexpr flags ${flags} % 100
      new_flags=${flags}
      env import -d -c ${newest_body} ${copy_bytes}
      setenv boot_order ${new_order}
      setenv boot_trial
      setenv boot_tries
      setenv boot_failed
      if test "${new_trial}" != none; then setenv boot_trial ${new_trial}; fi
      if test "${new_tries}" != none; then setenv boot_tries ${new_tries}; fi
      if test "${new_failed}" != none; then setenv boot_failed ${new_failed}; fi
      env export -c -s ${copy_bytes} 48030001
      cp.b 48030001 ${spare} 4
      cp.b ${spare} ${work} 4
      mw.b 48030004 ${new_flags} 1
      mw.b ${spare} 0 2000
      if virtio write ${work} ${target_at} ${copy_sectors} && virtio read ${spare} ${target_at} ${copy_sectors} && cmp.b ${work} ${spare} 2000; then
        echo "pupsentry: order ${new_order}, trial ${new_trial} ${new_tries}, failed ${new_failed}"
      elif test "${round}" = trial; then
        chosen=none
      fi
    fi
  fi
done

# --- Start
if test "${chosen}" != none; then
  echo "pupsentry: slot ${chosen}, ${chosen_how}"
  setenv bootargs "${board_args} pupsentry.slot=${chosen} ${root_args}"
  if test "${chosen_how}" = trial; then setenv bootargs "${bootargs} pupsentry.trial"; fi
  if test "${chosen_how}" = failsafe; then setenv bootargs "${bootargs} pupsentry.failsafe"; fi
  bootm ${fit}#conf ${fit}#conf ${tree}
else
  echo "pupsentry: no slot can start"
  sleep 10
fi
reset
